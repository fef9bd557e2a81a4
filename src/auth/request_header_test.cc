// Proves whom a front proxy's headers name, that nobody else's headers count, and that the authorities of clients and of proxies are not
// taken for each other.
#include "auth/request_header.h"

#include <gtest/gtest.h>

#include "auth/certificate_issuer.h"
#include "auth/client_certificate.h"
#include "auth/openssl_handles.h"
#include "base/finish_now.h"

namespace pintle::auth {
namespace {

using namespace std::chrono_literals;
using Use = CertificateRequest::Use;
using HeaderList = std::vector<net::Header>;

std::string der_of(const KeyPair& pair) {
  CertificateHandle certificate(PEM_read_bio_X509(bio_over(pair.certificate_pem).get(), nullptr, nullptr, nullptr));
  unsigned char* bytes = nullptr;
  int size = i2d_X509(certificate.get(), &bytes);
  std::string der(reinterpret_cast<char*>(bytes), static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

class RequestHeaders : public testing::Test {
 protected:
  using Chain = std::vector<std::string>;
  Chain issued(const KeyPair& authority, std::string name, Use use = Use::kClientAuth, std::chrono::hours lifetime = 24h) {
    return {der_of(issue(authority, {.common_name = std::move(name), .use = use, .lifetime = lifetime}, clock.now()).value())};
  }
  // "name uid groups key=values", "-" for nobody, "401".
  std::string who(const Chain& chain, const HeaderList& fields, const std::vector<std::string>& allowed = {"front"}) {
    return who_with(proxies, clients, chain, fields, allowed);
  }
  std::string who_with(const KeyPair& proxy_authority, const KeyPair& client_authority, const Chain& chain, const HeaderList& fields,
                       const std::vector<std::string>& allowed) {
    std::vector<std::unique_ptr<RequestAuthenticator>> parts;
    parts.push_back(std::make_unique<RequestHeaderAuthenticator>(chains_of(proxy_authority), allowed, names));
    parts.push_back(std::make_unique<ClientCertificateAuthenticator>(chains_of(client_authority)));
    const Authenticator authenticator(std::move(parts), {.allowed = true}, nullptr);
    net::Headers headers;
    for (const net::Header& field : fields) headers.add(field.name, field.value);
    const auto identity = finish_now(authenticator.authenticate({.certificates_der = chain, .headers = &headers}));
    if (!identity) return std::to_string(identity.error().code());
    std::string text = identity->user->name + " " + identity->user->uid + " ";
    for (const std::string& group : identity->user->groups) text += group + ",";
    for (const auto& [key, values] : identity->user->extra) {
      if (key == kCredentialIdKey) continue;
      text += " " + key + "=";
      for (const std::string& value : values) text += value + ",";
    }
    return text;
  }
  std::shared_ptr<VerifiedChains> chains_of(const KeyPair& authority) {
    return VerifiedChains::create({authority.certificate_pem}, clock).value();
  }

  const Clock& clock = Clock::system();
  KeyPair proxies = make_authority("proxies", clock.now(), 240h).value();
  KeyPair clients = make_authority("clients", clock.now(), 240h).value();
  ProxyHeaders names{.usernames = {"x-remote-user", "x-user"},
                     .uids = {"x-remote-uid"},
                     .groups = {"x-remote-group", "x-group"},
                     .extra_prefixes = {"x-remote-extra-", "x-extra-"}};
};

constexpr const char* kNobody = "system:anonymous  system:unauthenticated,";

TEST_F(RequestHeaders, WhatTheHeadersSay) {
  const Chain front = issued(proxies, "front");
  struct Case {
    HeaderList headers;
    std::string wanted;
  };
  const Case cases[] = {
      {{{"x-remote-user", "jane"}}, "jane  system:authenticated,"},
      {{{"x-user", "eve"}, {"x-remote-user", "jane"}}, "jane  system:authenticated,"},
      {{{"x-remote-user", ""}, {"x-user", "eve"}}, "eve  system:authenticated,"},
      {{{"x-remote-user", "jane"},
        {"x-remote-uid", "7"},
        {"x-group", "c"},
        {"x-remote-group", "b"},
        {"x-remote-group", ""},
        {"x-remote-group", "a"}},
       "jane 7 b,a,c,system:authenticated,"},
      {{{"x-remote-user", "jane"}, {"x-extra-scopes", "q"}, {"x-remote-extra-scopes", "p"}, {"x-remote-extra-acme.com%2fx", ""}},
       "jane  system:authenticated, acme.com/x=, scopes=p,q,"},
      {{{"x-remote-user", "jane"}, {"x-remote-extra-a%zz", "p"}}, "jane  system:authenticated, a%zz=p,"},
      {{{"x-remote-user", "system:anonymous"}}, "system:anonymous  "},
  };
  for (const Case& c : cases) EXPECT_EQ(who(front, c.headers), c.wanted);
}

TEST_F(RequestHeaders, NobodyElsesHeadersCount) {
  const HeaderList jane = {{"x-remote-user", "jane"}, {"x-remote-group", "system:masters"}};
  KeyPair others = make_authority("others", clock.now(), 240h).value();
  EXPECT_EQ(who({}, jane), kNobody) << "no certificate";
  EXPECT_EQ(who(issued(proxies, "other-name"), jane), "401") << "wrong name";
  EXPECT_EQ(who(issued(proxies, "front", Use::kServerAuth), jane), "401") << "wrong usage";
  EXPECT_EQ(who(issued(proxies, "front", Use::kClientAuth, -1h), jane), "401") << "expired";
  EXPECT_EQ(who(issued(others, "front"), jane), "401") << "wrong authority";
  EXPECT_EQ(who(issued(proxies, "other-name"), jane, {}), "jane  system:masters,system:authenticated,") << "any name, when none is given";
}

TEST_F(RequestHeaders, AClientsAuthorityDoesNotVouchForProxies) {
  EXPECT_EQ(who(issued(clients, "front"), {{"x-remote-user", "jane"}}), "front  system:authenticated,") << "itself, not whom it names";
  EXPECT_EQ(who(issued(proxies, "front"), {}), "401") << "a proxy is no client of its own";
}

TEST_F(RequestHeaders, OneAuthorityForBoth) {
  const HeaderList jane = {{"x-remote-user", "jane"}};
  EXPECT_EQ(who_with(clients, clients, issued(clients, "front"), jane, {"front"}), "jane  system:authenticated,");
  EXPECT_EQ(who_with(clients, clients, issued(clients, "bob"), jane, {"front"}), "bob  system:authenticated,");
  EXPECT_EQ(who_with(clients, clients, issued(clients, "front"), {}, {"front"}), "front  system:authenticated,");
  EXPECT_EQ(who_with(clients, clients, issued(clients, "bob"), jane, {}), "jane  system:authenticated,")
      << "as upstream: every client is a proxy";
}

TEST(ProxyHeaders, AreRemoved) {
  net::Headers headers;
  for (const char* name : {"x-remote-user", "accept", "x-remote-extra-a", "x-remote-group", "x-remote-group", "x-remote-uid", "x-remote"})
    headers.add(name, "v");
  remove_proxy_headers(headers, standard_proxy_headers());
  ASSERT_EQ(headers.fields().size(), 2u);
  EXPECT_EQ(headers.fields()[0].name, "accept");
  EXPECT_EQ(headers.fields()[1].name, "x-remote");
}

}  // namespace
}  // namespace pintle::auth
