// Proves who a request is taken to be: by token, by certificate, or nobody; and that a bad credential is never taken for none.
#include "auth/authenticator.h"

#include <gtest/gtest.h>

#include "auth/bearer_token.h"
#include "auth/certificate_issuer.h"
#include "auth/client_certificate.h"
#include "auth/openssl_handles.h"
#include "auth/token_file.h"

#include "base/finish_now.h"

namespace pintle::auth {
namespace {

using namespace std::chrono_literals;

class FixedClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return now_; }
  std::chrono::steady_clock::time_point steady() const override { return {}; }
  void advance(std::chrono::hours by) { now_ += by; }

 private:
  TimePoint now_ = std::chrono::system_clock::from_time_t(1'800'000'000);
};

std::string der_of(const KeyPair& pair) {
  CertificateHandle certificate(PEM_read_bio_X509(bio_over(pair.certificate_pem).get(), nullptr, nullptr, nullptr));
  unsigned char* bytes = nullptr;
  int size = i2d_X509(certificate.get(), &bytes);
  std::string der(reinterpret_cast<char*>(bytes), static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

constexpr std::string_view kTokens = "admintoken,admin,1,\"system:masters\"\nusertoken,alice,2,\"devs\"\nbare,bob,3\n";

class Authentication : public testing::Test {
 protected:
  std::unique_ptr<Authenticator> make(Anonymous anonymous) {
    auto tokens = audience_agnostic(TokenFile::parse("tokens.csv", kTokens).value(), {"https://kubernetes.default.svc"});
    std::vector<std::unique_ptr<RequestAuthenticator>> parts;
    parts.push_back(std::make_unique<ClientCertificateAuthenticator>(chains_));
    parts.push_back(std::make_unique<BearerTokenAuthenticator>(std::move(tokens)));
    return std::make_unique<Authenticator>(std::move(parts), std::move(anonymous), [this](const AuthenticationAttempt& attempt) {
      if (!attempt.reason.empty()) reasons_.emplace_back(attempt.reason);
    });
  }
  KeyPair client(std::string name, std::vector<std::string> groups, CertificateRequest::Use use = CertificateRequest::Use::kClientAuth) {
    return issue(authority_, {.common_name = name, .organizations = groups, .use = use, .lifetime = 48h}, clock_.now()).value();
  }
  // "name uid group,group", "401" or "403..." of the error.
  static std::string described(const Result<Identity>& identity) {
    if (!identity) return std::to_string(identity.error().code()) + " " + identity.error().message();
    std::string text = identity->user->name + " " + identity->user->uid + " ";
    for (const std::string& group : identity->user->groups) text += (text.ends_with(' ') ? "" : ",") + group;
    return text;
  }

  FixedClock clock_;
  KeyPair authority_ = make_authority("authority", clock_.now(), 240h).value();
  std::shared_ptr<VerifiedChains> chains_ = VerifiedChains::create({authority_.certificate_pem}, clock_).value();
  std::vector<std::string> reasons_;
  std::unique_ptr<Authenticator> authenticator_ = make({.allowed = true});
};

constexpr const char* kNobody = "system:anonymous  system:unauthenticated";
constexpr const char* kUnauthorized = "401 Unauthorized";
constexpr const char* kAdmin = "admin 1 system:masters,system:authenticated";

TEST_F(Authentication, AuthorizationHeader) {
  struct Case {
    std::string_view header;
    std::string wanted;
  };
  const Case cases[] = {
      {"", kNobody},
      {"Bearer admintoken", kAdmin},
      {"bearer usertoken", "alice 2 devs,system:authenticated"},
      {"BEARER bare", "bob 3 system:authenticated"},
      {"  Bearer admintoken  ", kAdmin},
      {"Bearer admintoken trailing words", kAdmin},
      {"Bearer bogus", kUnauthorized},
      {"Bearer admintoke", kUnauthorized},
      {"Bearer admintokenx", kUnauthorized},
      {"Bearer ", kNobody},
      {"Bearer", kNobody},
      {"Bearer  admintoken", kNobody},
      {"Basic YTpi", kNobody},
      {"admintoken", kNobody},
      {"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", kUnauthorized},
  };
  for (const Case& c : cases)
    EXPECT_EQ(described(finish_now(authenticator_->authenticate({.authorization = c.header}))), c.wanted) << c.header;
  EXPECT_EQ(finish_now(authenticator_->authenticate({.authorization = "Bearer  admintoken"}))->warning,
            "the provided Authorization header contains extra space before the bearer token, and is ignored");
  for (const std::string& reason : reasons_) EXPECT_EQ(reason, "invalid bearer token");
}

TEST_F(Authentication, WithoutAnonymousNothingIsUnauthorized) {
  auto authenticator = make({.allowed = false});
  EXPECT_EQ(described(finish_now(authenticator->authenticate({}))), kUnauthorized);
  EXPECT_EQ(described(finish_now(authenticator->authenticate({.authorization = "Bearer admintoken"}))), kAdmin);
}

TEST_F(Authentication, AnonymousAtSomePathsOnly) {
  auto authenticator = make({.allowed = true, .paths = {"/livez", "/readyz"}});
  for (const char* open : {"/livez", "/readyz"})
    EXPECT_EQ(described(finish_now(authenticator->authenticate({.path = open}))), kNobody) << open;
  for (const char* closed : {"/", "/livez/", "/livez/ping", "/api", ""})
    EXPECT_EQ(described(finish_now(authenticator->authenticate({.path = closed}))), kUnauthorized) << closed;
  EXPECT_EQ(described(finish_now(authenticator->authenticate({.authorization = "Bearer admintoken", .path = "/api"}))), kAdmin);
}

TEST_F(Authentication, ARemovedAuthorityVouchesForNobody) {
  std::vector<std::string> chain = {der_of(client("jane", {}))};
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), "jane  system:authenticated");
  KeyPair other = make_authority("other", clock_.now(), 240h).value();
  ASSERT_TRUE(chains_->trust({other.certificate_pem}));
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), kUnauthorized) << "though it was remembered";
  EXPECT_FALSE(chains_->trust({"no PEM"})) << "changes nothing";
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), kUnauthorized);
  ASSERT_TRUE(chains_->trust({other.certificate_pem, authority_.certificate_pem}));
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), "jane  system:authenticated");
}

TEST_F(Authentication, TokenAmongWebSocketProtocols) {
  struct Case {
    std::string_view protocols;
    std::string wanted;
  };
  const Case cases[] = {
      {"base64url.bearer.authorization.k8s.io.YWRtaW50b2tlbg, v4.channel.k8s.io", kAdmin},
      {"v4.channel.k8s.io,base64url.bearer.authorization.k8s.io.YWRtaW50b2tlbg", kAdmin},
      {"v4.channel.k8s.io", kNobody},
      {"base64url.bearer.authorization.k8s.io.YWRtaW50b2tlbg", kUnauthorized},
      {"a, base64url.bearer.authorization.k8s.io.YQ, base64url.bearer.authorization.k8s.io.YQ", kUnauthorized},
      {"a, base64url.bearer.authorization.k8s.io.=", kUnauthorized},
      {"a, base64url.bearer.authorization.k8s.io._w", kUnauthorized},
      {"a, base64url.bearer.authorization.k8s.io.YQ", kUnauthorized},
  };
  for (const Case& c : cases)
    EXPECT_EQ(described(finish_now(authenticator_->authenticate({.websocket_protocols = c.protocols}))), c.wanted) << c.protocols;
}

TEST_F(Authentication, ClientCertificates) {
  std::string good = der_of(client("jane", {"a", "b"}));
  std::vector<std::string> chain = {good};
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), "jane  a,b,system:authenticated");
  auto identity = finish_now(authenticator_->authenticate({.certificates_der = chain}));
  ASSERT_EQ(identity->user->extra.size(), 1u);
  EXPECT_EQ(identity->user->extra[0].first, "authentication.kubernetes.io/credential-id");
  EXPECT_TRUE(identity->user->extra[0].second[0].starts_with("X509SHA256="));
  EXPECT_EQ(identity->user->extra[0].second[0].size(), 11u + 64u);
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.authorization = "Bearer bogus", .certificates_der = chain}))),
            "jane  a,b,system:authenticated")
      << "the certificate is asked first";
}

TEST_F(Authentication, BadClientCertificates) {
  KeyPair other = make_authority("other", clock_.now(), 240h).value();
  KeyPair foreign =
      issue(other, {.common_name = "mallory", .organizations = {"system:masters"}, .use = CertificateRequest::Use::kClientAuth},
            clock_.now())
          .value();
  std::string truncated = der_of(client("x", {}));
  truncated.pop_back();
  struct Case {
    std::string_view name;
    std::vector<std::string> chain;
    std::string reason;
  };
  const Case cases[] = {
      {"of another authority", {der_of(foreign)}, "unable to get local issuer certificate"},
      {"of another authority, sent along", {der_of(foreign), der_of(other)}, "self-signed certificate in certificate chain"},
      {"for servers", {der_of(client("server", {}, CertificateRequest::Use::kServerAuth))}, "purpose"},
      {"not a certificate", {"nonsense"}, "cannot be read"},
      {"truncated", {truncated}, "cannot be read"},
      {"empty", {""}, "cannot be read"},
      {"too many", std::vector<std::string>(kChainCertificatesMax + 1, truncated), "too long"},
  };
  for (const Case& c : cases) {
    reasons_.clear();
    EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = c.chain}))), kUnauthorized) << c.name;
    ASSERT_EQ(reasons_.size(), 1u) << c.name;
    EXPECT_TRUE(reasons_[0].contains(c.reason)) << c.name << ": " << reasons_[0];
    EXPECT_EQ(described(finish_now(authenticator_->authenticate({.authorization = "Bearer admintoken", .certificates_der = c.chain}))),
              kAdmin)
        << c.name << ": a good token beside it counts";
  }
}

TEST_F(Authentication, ACertificateCountsWhileItIsValid) {
  std::vector<std::string> chain = {der_of(client("jane", {}))};
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), "jane  system:authenticated");
  clock_.advance(47h);
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), "jane  system:authenticated");
  clock_.advance(2h);
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), kUnauthorized)
      << "also when it was remembered";
}

TEST_F(Authentication, ACertificateWithoutCommonNameIsNobody) {
  std::vector<std::string> chain = {der_of(client("", {"system:masters"}))};
  EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))), kNobody);
}

TEST_F(Authentication, MoreCertificatesThanAreRememberedStillWork) {
  KeyPair pair = client("jane", {});
  for (size_t i = 0; i < 40; ++i) {
    std::vector<std::string> chain = {der_of(client("user-" + std::to_string(i), {}))};
    EXPECT_EQ(described(finish_now(authenticator_->authenticate({.certificates_der = chain}))),
              "user-" + std::to_string(i) + "  system:authenticated");
  }
}

TEST(TokenFile, Errors) {
  EXPECT_EQ(TokenFile::parse("t.csv", "a,b\n").error().message(),
            "token file 't.csv' must have at least 3 columns (token, user name, user uid), found 2");
  EXPECT_EQ(TokenFile::parse("t.csv", "a,\"b,c\n").error().message(),
            "parse error on line 1, column 8: extraneous or missing \" in quoted-field");
}

TEST(TokenFile, IsReplacedAsAWhole) {
  auto tokens = TokenFile::parse("t.csv", "a,first,1\n").value();
  EXPECT_FALSE(tokens->replace("b,second,2\nc\n"));
  EXPECT_TRUE(finish_now(tokens->authenticate("a")).value()) << "what cannot be read changes nothing";
  EXPECT_FALSE(finish_now(tokens->authenticate("b")).value());
  ASSERT_TRUE(tokens->replace("b,second,2\n"));
  EXPECT_FALSE(finish_now(tokens->authenticate("a")).value());
  EXPECT_EQ((**finish_now(tokens->authenticate("b")))->name, "second");
}

TEST(TokenFile, DoubtfulRecordsWarn) {
  auto tokens = TokenFile::parse("t.csv", ",nobody,0\na,first,1\na,second,2,\"x,y\"\n").value();
  EXPECT_EQ(tokens->warnings(), (std::vector<std::string>{"empty token has been found in token file 't.csv', record number '1'",
                                                          "duplicate token has been found in token file 't.csv', record number '3'"}));
  EXPECT_EQ((**finish_now(tokens->authenticate("a")))->name, "second");
  EXPECT_EQ((**finish_now(tokens->authenticate("a")))->groups, (std::vector<std::string>{"x", "y", "system:authenticated"}));
  EXPECT_FALSE(finish_now(tokens->authenticate("")).value()) << "an empty token is nobody's";
}

TEST(VerifiedChains, NeedsCertificates) {
  EXPECT_EQ(VerifiedChains::create({"no PEM"}, Clock::system()).error().message(),
            "data does not contain any valid RSA or ECDSA certificates");
}

}  // namespace
}  // namespace pintle::auth
