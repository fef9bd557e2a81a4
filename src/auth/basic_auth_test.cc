// Proves who a name and a password let in: by the file of passwords and by Keystone; a wrong password is an error and never anonymous.
#include "auth/basic_auth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/keystone.h"
#include "base/finish_now.h"
#include "object/base64.h"

namespace pintle::auth {
namespace {

std::string basic(std::string_view pair) {
  std::string encoded(object::base64_bytes(pair.size()), '\0');
  object::put_base64(pair, encoded.data());
  return "Basic " + encoded;
}

std::string described(const Result<Identity>& identity) {
  if (!identity) return std::to_string(identity.error().code()) + " " + identity.error().message();
  if (!identity->user) return "-";
  std::string text = identity->user->name + " " + identity->user->uid + " ";
  for (const std::string& group : identity->user->groups) text += (text.ends_with(' ') ? "" : ",") + group;
  return text;
}

constexpr const char* kWrong = "401 invalid username/password combination";

TEST(BasicHeader, IsTakenApart) {
  struct Case {
    std::string header, wanted;
  };
  const Case cases[] = {{basic("jane:pass:word"), "jane|pass:word"},
                        {"bAsIc " + basic("a:b").substr(6), "a|b"},
                        {basic(":"), "|"},
                        {basic("jane"), "-"},
                        {"Basic !", "-"},
                        {"Basic", "-"},
                        {"Bearer x", "-"},
                        {"", "-"}};
  for (const Case& test : cases) {
    const auto given = parse_basic_header(test.header);
    EXPECT_EQ(given ? given->name + "|" + given->password : "-", test.wanted) << test.header;
  }
}

TEST(PasswordFileTest, LetsInWhoKnowsThePassword) {
  auto file = PasswordFile::parse("p.csv", "secret,jane,7,\"a,b\"\n,empty,8\nold,twice,9\nnew,twice,10\n").value();
  EXPECT_THAT(file->warnings(),
              testing::ElementsAre("duplicate username 'twice' has been found in password file 'p.csv', record number '4'"));
  PasswordFile* held = file.get();
  const BasicAuthenticator part(std::move(file));
  const auto who = [&](std::string_view header) { return described(finish_now(part.authenticate({.authorization = header}))); };
  EXPECT_EQ(who(basic("jane:secret")), "jane 7 a,b,system:authenticated");
  EXPECT_EQ(who(basic("twice:new")), "twice 10 system:authenticated");
  EXPECT_EQ(who(basic("empty:")), "empty 8 system:authenticated");
  for (const std::string_view pair : {"jane:Secret", "jane:", "jane:secret ", "twice:old", "nobody:secret", ":secret", "secret:jane"})
    EXPECT_EQ(who(basic(pair)), kWrong) << pair;
  EXPECT_EQ(who("Bearer secret"), "-");
  EXPECT_EQ(who(""), "-");

  ASSERT_TRUE(held->replace("other,jane,7\n"));
  EXPECT_EQ(who(basic("jane:secret")), kWrong);
  EXPECT_EQ(who(basic("jane:other")), "jane 7 system:authenticated");
  EXPECT_FALSE(held->replace("broken\n"));
  EXPECT_EQ(who(basic("jane:other")), "jane 7 system:authenticated") << "what cannot be read changes nothing";
}

TEST(PasswordFileTest, Errors) {
  EXPECT_EQ(PasswordFile::parse("p.csv", "a,b\n").error().message(),
            "password file 'p.csv' must have at least 3 columns (password, user name, user uid), found 2");
}

class Service final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    url = request.url;
    body = std::string(request.body.view());
    co_return net::ClientResponse{.status = status, .body = Bytes::copy(answer)};
  }
  std::string url, body, answer;
  int status = 201;
};

TEST(Keystone, IsAskedForEachPassword) {
  Service service;
  const BasicAuthenticator part(std::make_unique<KeystonePasswords>("https://keystone.example:5000/", nullptr, service));
  const auto who = [&](std::string_view pair) { return described(finish_now(part.authenticate({.authorization = basic(pair)}))); };
  service.answer = R"({"token":{"user":{"id":"u-1","name":"jane","domain":{"id":"default"}},"methods":["password"]}})";
  EXPECT_EQ(who("JANE:se\"cret"), "jane u-1 system:authenticated") << "as Keystone names the user";
  EXPECT_EQ(service.url, "https://keystone.example:5000/v3/auth/tokens");
  EXPECT_EQ(service.body, R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"JANE","domain":{"id":"default"},)"
                          R"("password":"se\"cret"}}}}})");
  struct Case {
    int status;
    std::string answer, wanted;
  };
  const Case cases[] = {
      {401, "{}", kWrong},
      {503, "{}", "401 Failed to authenticate: the service answers 503"},
      {200, service.answer, "401 Failed to authenticate: the service answers 200"},
      {201, "{}", "401 Failed to authenticate: the answer names no user"},
      {201, R"({"token":{"user":{"name":["jane"]}}})", "401 Failed to authenticate: the answer names no user"},
      {201, "[", "401 Failed to authenticate: the answer is no JSON object"},
      {201, R"({"token":{"user":{"name":"system:admin"}}})",
       "401 Failed to authenticate: names that begin with system: are the cluster's own"},
  };
  for (const Case& test : cases) {
    service.status = test.status;
    service.answer = test.answer;
    EXPECT_EQ(who("jane:secret"), test.wanted) << test.answer;
  }
}

TEST(Keystone, AddressOfTheService) {
  Service service;
  const KeystonePasswords passwords("https://keystone.example/identity/v3", nullptr, service);
  (void)finish_now(passwords.authenticate({.name = "a", .password = "b"}));
  EXPECT_EQ(service.url, "https://keystone.example/identity/v3/auth/tokens");
}

}  // namespace
}  // namespace pintle::auth
