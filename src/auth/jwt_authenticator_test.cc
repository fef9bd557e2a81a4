// Proves whom a token of an OpenID provider lets in and as whom: the provider may come late, change its keys and be away; claims become
// users as they are mapped; and each of the classic attacks on JSON Web Tokens is refused.
#include "auth/jwt_authenticator.h"

#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <map>

#include "auth/json_web_keys.h"
#include "auth/service_account_fixture.h"
#include "base/test_loop.h"

namespace pintle::auth {
namespace {

constexpr std::string_view kIssuer = "https://issuer.example";
constexpr std::string_view kDiscovery = "https://issuer.example/.well-known/openid-configuration";
constexpr std::string_view kKeys = "https://issuer.example/keys";
constexpr const char* kUnknown = "not known";
constexpr const char* kNotSigned = "oidc: verify token: failed to verify signature: failed to verify id token signature";

std::string json(std::string_view name, std::string_view value) { return R"(")" + std::string(name) + R"(":)" + std::string(value) + ","; }
std::string text(std::string_view name, std::string_view value) { return json(name, R"(")" + std::string(value) + R"(")"); }

// Pages of the web by address.
class Web final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    asked.push_back(request.url);
    if (request.headers.has("authorization")) authorization = request.headers.get("authorization");
    const auto page = pages.find(request.url);
    if (page == pages.end()) co_return fail(net::client_fault(net::ClientFault::kDial, "connection refused"));
    net::ClientResponse answer{.status = page->second.status, .body = Bytes::copy(page->second.body)};
    if (!page->second.cache_control.empty()) answer.headers.add("cache-control", page->second.cache_control);
    co_return answer;
  }
  size_t count(std::string_view url) const { return static_cast<size_t>(std::ranges::count(asked, url)); }

  struct Page {
    std::string body;
    int status = 200;
    std::string cache_control;
  };
  std::map<std::string, Page, std::less<>> pages;
  std::vector<std::string> asked;
  std::string authorization;  // the last that was shown
};

std::string discovery_document(std::string_view issuer, std::string_view keys) {
  return R"({"issuer":")" + std::string(issuer) + R"(","jwks_uri":")" + std::string(keys) + R"("})";
}

class JwtAuthenticatorTest : public testing::Test {
 protected:
  JwtAuthenticatorTest() {
    web_.pages[std::string(kDiscovery)] = {discovery_document(kIssuer, kKeys)};
    publish({key_});
  }
  ~JwtAuthenticatorTest() override {
    if (set_) set_->stop();
    loop_.run_until_idle();
  }

  void publish(const std::vector<SigningKey>& keys, std::string cache_control = "") {
    std::vector<VerificationKey> halves;
    for (const SigningKey& key : keys) halves.push_back(key.public_half());
    web_.pages[std::string(kKeys)] = {json_web_key_set(halves), 200, std::move(cache_control)};
  }
  static JwtAuthenticatorConfiguration configuration() {
    return {.issuer = {.url = std::string(kIssuer), .audiences = {"kubernetes"}},
            .username = {.claim = "sub", .prefix = "oidc:"},
            .groups = {.claim = "groups", .prefix = "g:"}};
  }
  void use(JwtAuthenticatorConfiguration one, std::vector<std::string> algorithms = {"RS256"}) {
    if (set_) set_->stop();
    AuthenticationConfiguration all;
    all.jwt.push_back(std::move(one));
    set_ = JwtAuthenticators::create(all, {.client = web_, .loop = loop_, .clock = loop_.clock(), .algorithms = std::move(algorithms)})
               .value();
    set_->start();
    loop_.run_until_idle();
  }
  std::string now(int64_t plus = 0) const { return std::to_string(std::chrono::system_clock::to_time_t(loop_.clock().now()) + plus); }
  // The payload of a token that is good for an hour; `more` are members with a comma behind each.
  std::string payload(std::string_view more = "", std::string_view audience = R"("kubernetes")") const {
    return R"({"iss":"https://issuer.example","aud":)" + std::string(audience) + "," + std::string(more) + R"("exp":)" + now(3600) + "}";
  }
  std::string jane(std::string_view more = "") const { return payload(text("sub", "jane") + std::string(more)); }
  std::string header(const SigningKey& key, std::string_view algorithm = "RS256") const {
    return R"({"alg":")" + std::string(algorithm) + R"(","kid":")" + key.public_half().id() + R"("})";
  }
  std::string token(std::string_view payload) const { return signed_token(key_, header(key_), payload); }

  // "name uid group,group", "not known", or why the token is bad.
  std::string who(std::string_view token, const Audiences* wanted = nullptr) {
    if (!set_) use(configuration());
    JwtTokens tokens(set_, {"api"});
    last_ = loop_.run(tokens.authenticate(token, wanted));
    if (!last_) return last_.error().message();
    if (!*last_) return kUnknown;
    const User& user = *(*last_)->user;
    std::string shown = user.name + " " + user.uid + " ";
    for (const std::string& group : user.groups) shown += (shown.ends_with(' ') ? "" : ",") + group;
    return shown;
  }

  Web web_;
  TestLoop loop_;
  SigningKey key_ = SigningKey::from_pem(pem_of_private_key(test_rsa_key())).value();
  SigningKey next_key_ = SigningKey::from_pem(pem_of_private_key(test_ec_key("P-256").get())).value();
  std::shared_ptr<const JwtAuthenticators> set_;
  Result<TokenAnswerRef> last_;
};

TEST_F(JwtAuthenticatorTest, ClaimsBecomeAUser) {
  struct Case {
    std::string claims, wanted;
  };
  const Case cases[] = {
      {text("sub", "jane"), "oidc:jane  system:authenticated"},
      {text("sub", "jane") + json("groups", R"(["a","b"])"), "oidc:jane  g:a,g:b,system:authenticated"},
      {text("sub", "jane") + text("groups", "a"), "oidc:jane  g:a,system:authenticated"},
      {text("sub", "jane") + json("groups", "[]"), "oidc:jane  system:authenticated"},
      {text("sub", "jane") + json("groups", "null"), "oidc:jane  system:authenticated"},
      {text("sub", "jane") + json("groups", "[1]"),
       R"(oidc: parse groups claim "groups": json: cannot unmarshal array into Go value of type string)"},
      {text("sub", "jane") + json("groups", "{}"),
       R"(oidc: parse groups claim "groups": json: cannot unmarshal object into Go value of type string)"},
      {"", R"(oidc: parse username claims "sub": claim not present)"},
      {json("sub", "7"), "oidc: verify token: oidc: failed to unmarshal claims: the token's sub is no string"},
  };
  for (const Case& test : cases) EXPECT_EQ(who(token(payload(test.claims))), test.wanted) << test.claims;
  EXPECT_EQ(who(token(jane(text("jti", "id-1")))), "oidc:jane  system:authenticated");
  EXPECT_EQ((*last_)->user->extra.at(0).second.at(0), "JTI=id-1");
  EXPECT_EQ((*last_)->valid_until_seconds, std::stoll(now(3600))) << "a cache must not keep it for longer";
}

TEST_F(JwtAuthenticatorTest, AnEmailThatIsNotVerifiedIsNoName) {
  auto by_email = configuration();
  by_email.username = {.claim = "email", .prefix = ""};
  use(by_email);
  const std::string email = text("email", "jane@example.com");
  struct Case {
    std::string claims, wanted;
  };
  const Case cases[] = {
      {email, "jane@example.com  system:authenticated"},
      {email + json("email_verified", "true"), "jane@example.com  system:authenticated"},
      {email + json("email_verified", "false"), "oidc: email not verified"},
      {email + json("email_verified", "null"), "oidc: email not verified"},
      {email + text("email_verified", "true"),
       "oidc: parse 'email_verified' claim: json: cannot unmarshal string into Go value of type bool"},
      {"", R"(oidc: parse username claims "email": claim not present)"},
  };
  for (const Case& test : cases) EXPECT_EQ(who(token(payload(test.claims))), test.wanted) << test.claims;
}

TEST_F(JwtAuthenticatorTest, RequiredClaimsAndUid) {
  auto strict = configuration();
  strict.uid.claim = "id";
  strict.claim_validation_rules = {{.claim = "tenant", .required_value = "blue"}};
  use(strict);
  const std::string id = text("id", "7");
  EXPECT_EQ(who(token(jane(id + text("tenant", "blue")))), "oidc:jane 7 system:authenticated");
  EXPECT_EQ(who(token(jane(id + text("tenant", "red")))), "oidc: required claim tenant value does not match. Got = red, want = blue");
  EXPECT_EQ(who(token(jane(id))), "oidc: required claim tenant not present in ID token");
  EXPECT_EQ(who(token(jane(id + json("tenant", "1")))),
            "oidc: parse claim tenant: json: cannot unmarshal number into Go value of type string");
  EXPECT_EQ(who(token(jane(text("tenant", "blue")))), R"(oidc: parse uid claim "id": claim not present)");
}

TEST_F(JwtAuthenticatorTest, AudiencesAndTimes) {
  auto several = configuration();
  several.issuer.audiences = {"kubernetes", "cluster"};
  several.issuer.audience_match_policy = "MatchAny";
  use(several);
  EXPECT_EQ(who(token(payload(text("sub", "j"), R"(["other","cluster"])"))), "oidc:j  system:authenticated");
  EXPECT_EQ(who(token(payload(text("sub", "j"), R"(["other"])"))),
            R"(oidc: verify token: oidc: expected audience in ["kubernetes" "cluster"] got ["other"])");
  EXPECT_EQ(who(token(payload(text("sub", "j"), "[]"))),
            R"(oidc: verify token: oidc: expected audience in ["kubernetes" "cluster"] got [])");
  const Audiences own = {"api", "x"}, foreign = {"x"};
  EXPECT_EQ(who(token(jane()), &own), "oidc:jane  system:authenticated");
  EXPECT_EQ((*last_)->audiences, Audiences{"api"});
  EXPECT_EQ(who(token(jane()), &foreign), kUnknown);

  const std::string start = R"({"iss":"https://issuer.example","aud":"cluster","sub":"j")";
  const std::string expired = "oidc: verify token: oidc: token is expired (Token Expiry: ";
  EXPECT_EQ(who(token(start + R"(,"exp":)" + now(-1) + "}")), expired + "2025-12-31 23:59:59 +0000 UTC)") << "no leeway";
  EXPECT_EQ(who(token(start + R"(,"exp":)" + now(1) + "}")), "oidc:j  system:authenticated");
  EXPECT_EQ(who(token(start + "}")), expired + "0001-01-01 00:00:00 +0000 UTC)");
  EXPECT_EQ(who(token(start + R"(,"exp":"never"})")),
            "oidc: verify token: oidc: failed to unmarshal claims: expected number value to unmarshal NumericDate");
  EXPECT_EQ(who(token(jane(json("nbf", now(60))))), "oidc:jane  system:authenticated") << "clocks may be a minute apart";
  EXPECT_EQ(who(token(jane(json("nbf", now(61))))),
            "oidc: verify token: oidc: current time 2026-01-01 00:00:00 +0000 UTC before the nbf (not before) time: "
            "2026-01-01 00:01:01 +0000 UTC");
  EXPECT_EQ(who(token(jane(json("iat", now(7200))))), "oidc:jane  system:authenticated") << "upstream does not look at iat";
}

TEST_F(JwtAuthenticatorTest, TheProviderMayComeLater) {
  web_.pages.erase(std::string(kDiscovery));
  use(configuration());
  EXPECT_EQ(who(token(jane())), "oidc: authenticator not initialized");
  EXPECT_EQ(set_->fault(), R"(oidc: authenticator for issuer "https://issuer.example" is not healthy: connection refused)");
  web_.pages[std::string(kDiscovery)] = {discovery_document("https://evil.example", kKeys)};
  loop_.advance(kDiscoveryInterval);
  EXPECT_TRUE(set_->fault().ends_with(
      R"(oidc: issuer did not match the issuer returned by provider, expected "https://issuer.example" got "https://evil.example")"));
  web_.pages[std::string(kDiscovery)] = {discovery_document(kIssuer, "")};
  loop_.advance(kDiscoveryInterval);
  EXPECT_TRUE(set_->fault().ends_with("provider did not return JWKS URL"));
  web_.pages[std::string(kDiscovery)] = {"not found", 404};
  loop_.advance(kDiscoveryInterval);
  EXPECT_TRUE(set_->fault().ends_with("404: not found"));
  web_.pages[std::string(kDiscovery)] = {discovery_document(kIssuer, kKeys)};
  loop_.advance(kDiscoveryInterval);
  EXPECT_EQ(set_->fault(), "");
  EXPECT_EQ(who(token(jane())), "oidc:jane  system:authenticated");
  EXPECT_EQ(loop_.timers(), 0) << "it is not looked for again";
}

TEST_F(JwtAuthenticatorTest, AnotherDiscoveryAddressStillSpeaksOfTheIssuer) {
  auto elsewhere = configuration();
  elsewhere.issuer.discovery_url = "https://inside.example/discovery";
  web_.pages.clear();
  web_.pages["https://inside.example/discovery"] = {discovery_document(kIssuer, kKeys)};
  publish({key_});
  use(elsewhere);
  EXPECT_EQ(who(token(jane())), "oidc:jane  system:authenticated");
}

TEST_F(JwtAuthenticatorTest, KeysAreFetchedWhenATokenNeedsThem) {
  use(configuration(), {"RS256", "ES256"});
  EXPECT_EQ(web_.count(kKeys), 0);
  EXPECT_EQ(who(token(jane())), "oidc:jane  system:authenticated");
  EXPECT_EQ(who(token(jane())), "oidc:jane  system:authenticated");
  EXPECT_EQ(web_.count(kKeys), 1) << "known keys are not asked for";
  const std::string rotated = signed_token(next_key_, header(next_key_, "ES256"), jane());
  EXPECT_EQ(who(rotated), kNotSigned);
  publish({key_, next_key_});
  EXPECT_EQ(who(rotated), "oidc:jane  system:authenticated");
  EXPECT_EQ(web_.count(kKeys), 3);
  web_.pages.erase(std::string(kKeys));
  EXPECT_EQ(who(rotated), "oidc:jane  system:authenticated") << "the known keys stay good while the provider is away";
  const SigningKey third = SigningKey::from_pem(pem_of_private_key(test_ec_key("P-256").get())).value();
  EXPECT_EQ(who(signed_token(third, header(third, "ES256"), jane())),
            "oidc: verify token: failed to verify signature: fetching keys oidc: get keys failed connection refused");
  publish({key_});
  EXPECT_EQ(who(signed_token(third, header(third, "ES256"), jane())), kNotSigned);
  EXPECT_EQ(who(rotated), kNotSigned) << "a withdrawn key is gone with the next fetch";
}

TEST_F(JwtAuthenticatorTest, KeysAreNotFetchedAgainBeforeTheyExpire) {
  use(configuration(), {"RS256", "ES256"});
  publish({key_}, "public, max-age=300, must-revalidate");
  EXPECT_EQ(who(token(jane())), "oidc:jane  system:authenticated");
  publish({key_, next_key_});
  const std::string rotated = signed_token(next_key_, header(next_key_, "ES256"), jane());
  EXPECT_EQ(who(rotated), kNotSigned);
  EXPECT_EQ(web_.count(kKeys), 1);
  loop_.advance(std::chrono::seconds(271));  // within the 30 s that clocks may be apart
  EXPECT_EQ(who(rotated), "oidc:jane  system:authenticated");
}

TEST_F(JwtAuthenticatorTest, AKeySetThatIsNoneVerifiesNothing) {
  use(configuration());
  const std::string failed = "oidc: verify token: failed to verify signature: fetching keys oidc: failed to decode keys: ";
  struct Case {
    std::string keys, wanted;
  };
  const Case cases[] = {
      {"[]", failed + "json: cannot unmarshal array into Go value of type map[string]interface {}"},
      {R"({"keys":[{"kty":"XYZ"}]})", failed + "go-jose/go-jose: unknown json web key type 'XYZ'"},
      {R"({"keys":[{"kty":"RSA","e":"AQAB"}]})", failed + "go-jose/go-jose: invalid RSA key, missing n/e values"},
      {R"({"keys":[{"kty":"EC","crv":"P-192"}]})", failed + "go-jose/go-jose: unsupported elliptic curve 'P-192'"},
      {R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})", failed + "go-jose/go-jose: invalid EC public key, wrong length for x"},
      {R"({"keys":[{"kty":"RSA","n":"=","e":"AQAB"}]})", failed + "go-jose/go-jose: the key's n is no base64url"},
      {R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})", kNotSigned},  // 17 bits
      {"{}", kNotSigned},
      {R"({"keys":[{"kty":"oct","k":"c2VjcmV0"}]})", kNotSigned},
  };
  for (const Case& test : cases) {
    web_.pages[std::string(kKeys)] = {test.keys};
    EXPECT_EQ(who(token(jane())), test.wanted) << test.keys;
  }
}

TEST_F(JwtAuthenticatorTest, AttackAlgorithm) {
  use(configuration());
  const auto unsupported = [](std::string_view name) {
    return R"(oidc: verify token: oidc: id token signed with unsupported algorithm, expected ["RS256"] got ")" + std::string(name) + '"';
  };
  for (const std::string_view none : {"none", "None", "", "HS256", "RS384", "PS256", "ES256"}) {
    const std::string unsigned_text = base64url_encode(header(key_, none)) + "." + base64url_encode(jane());
    EXPECT_EQ(who(unsigned_text + "."), unsupported(none)) << none;
    EXPECT_EQ(who(unsigned_text + "." + base64url_encode("x")), unsupported(none)) << none;
  }
  EXPECT_EQ(web_.count(kKeys), 0) << "the provider is not asked for the sake of such a token";
  EXPECT_EQ(who(base64url_encode(header(key_)) + "." + base64url_encode(jane()) + "."), kNotSigned) << "an empty signature";
}

// The public key, which everybody has, as the secret of an HMAC; also where the configuration file accepts every algorithm there is.
TEST_F(JwtAuthenticatorTest, AttackKeyConfusion) {
  use(configuration(), {"ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"});
  const std::string secret = pem_of_public_key(test_rsa_key());
  for (const std::string_view algorithm : {"HS256", "RS256"}) {
    const std::string signed_text = base64url_encode(header(key_, algorithm)) + "." + base64url_encode(jane());
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(signed_text.data()),
         signed_text.size(), mac, &size);
    const std::string verdict = who(signed_text + "." + base64url_encode({reinterpret_cast<char*>(mac), size}));
    EXPECT_TRUE(verdict.starts_with("oidc: verify token: ")) << verdict;
  }
  // A signature of one key's type under the name of another's.
  EXPECT_EQ(who(signed_token(key_, header(key_, "ES256"), jane())), kNotSigned);
  EXPECT_EQ(who(signed_token(key_, header(key_, "RS512"), jane())), kNotSigned);
}

TEST_F(JwtAuthenticatorTest, AttackKeyId) {
  use(configuration(), {"RS256", "ES256"});
  EXPECT_EQ(who(signed_token(key_, R"({"alg":"RS256"})", jane())), "oidc:jane  system:authenticated") << "without one every key is tried";
  for (const std::string_view id : {"../../dev/null", "x' UNION SELECT 'key", "https://evil.example/key", "\\u0000"}) {
    EXPECT_EQ(who(signed_token(key_, R"({"alg":"RS256","kid":")" + std::string(id) + R"("})", jane())), kNotSigned) << id;
  }
  const std::string brought = R"({"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},"jku":"https://evil.example/keys"})";
  EXPECT_EQ(who(signed_token(next_key_, brought, jane())), kNotSigned);
  EXPECT_EQ(web_.count("https://evil.example/keys"), 0);
  EXPECT_EQ(who(signed_token(key_, R"({"alg":"RS256","crit":["exp"],"exp":1})", jane())), kUnknown);
}

TEST_F(JwtAuthenticatorTest, AttackIssuer) {
  use(configuration());
  const auto by = [this](std::string_view issuer) {
    return token(R"({"iss":)" + std::string(issuer) + R"(,"aud":"kubernetes","sub":"jane","exp":)" + now(3600) + "}");
  };
  EXPECT_EQ(who(by(R"("https://issuer.example")")), "oidc:jane  system:authenticated");
  for (const std::string_view issuer : {R"("https://issuer.example/")", R"("HTTPS://issuer.example")", R"("https://evil.example")", R"("")",
                                        "1", "null", R"(["https://issuer.example"])", R"("https://issuer.example\u0000")"}) {
    EXPECT_EQ(who(by(issuer)), kUnknown) << issuer;
  }
  EXPECT_EQ(who(token(R"({"aud":"kubernetes"})")), kUnknown);
  EXPECT_EQ(who("a.b.c"), kUnknown);
  EXPECT_EQ(who(""), kUnknown);
}

TEST_F(JwtAuthenticatorTest, AttackChangedPayload) {
  const std::string good = token(jane());
  const std::string forged = base64url_encode(payload(text("sub", "root")));
  EXPECT_EQ(who(good.substr(0, good.find('.') + 1) + forged + good.substr(good.rfind('.'))), kNotSigned);
  EXPECT_EQ(who(good.substr(0, good.size() - 4)), kNotSigned);
}

TEST_F(JwtAuthenticatorTest, GroupsMayBeElsewhere) {
  use(configuration());
  const std::string names = json("_claim_names", R"({"groups":"src1"})");
  const auto from = [&](std::string_view source) {
    return jane(names + json("_claim_sources", R"({"src1":)" + std::string(source) + "}"));
  };
  const std::string claims = from(R"({"endpoint":"https://graph.example/groups","access_token":"open"})");
  const std::string failed = "oidc: could not expand distributed claims: ";
  EXPECT_EQ(who(token(claims)), failed + R"(while getting distributed claim "groups": connection refused)");
  web_.pages["https://graph.example/groups"] = {token(payload(json("groups", R"(["far"])")))};
  EXPECT_EQ(who(token(claims)), failed + "verifying untrusted issuer https://issuer.example failed: verifier not initialized for issuer: " +
                                    R"("https://issuer.example")");
  EXPECT_EQ(web_.authorization, "Bearer open");
  loop_.run_until_idle();
  EXPECT_EQ(who(token(claims)), "oidc:jane  g:far,system:authenticated");
  web_.pages["https://graph.example/groups"] = {signed_token(next_key_, header(key_), payload(json("groups", R"(["root"])")))};
  EXPECT_EQ(who(token(claims)), failed + "verify distributed claim token: failed to verify signature: failed to verify id token signature");
  web_.pages["https://graph.example/groups"] = {token(payload())};
  EXPECT_EQ(who(token(claims)),
            failed + R"(jwt returned by distributed claim endpoint "https://graph.example/groups" did not contain claim: groups)");
  web_.pages["https://graph.example/groups"] = {"", 500};
  EXPECT_EQ(who(token(claims)), failed + R"(while getting distributed claim "groups": error while getting distributed claim JWT: 500)");

  EXPECT_EQ(who(token(from(R"({"JWT":"x.y.z"})"))), "oidc:jane  system:authenticated") << "aggregated claims are passed over";
  EXPECT_EQ(who(token(jane(names))), "oidc: verify token: oidc: source does not exist");
  EXPECT_EQ(who(token(jane(names + json("groups", R"(["near"])") + json("_claim_sources", R"({"src1":{"endpoint":"https://x"}})")))),
            "oidc:jane  g:near,system:authenticated");
}

TEST(JwtAuthenticators, WhatCannotBe) {
  Web web;
  TestLoop loop;
  const auto fault = [&](auto change, std::vector<std::string> algorithms = {"RS256"}) {
    JwtAuthenticatorConfiguration one{.issuer = {.url = std::string(kIssuer), .audiences = {"a"}},
                                      .username = {.claim = "sub", .prefix = ""}};
    change(one);
    const auto made = JwtAuthenticators::create({.jwt = {one}}, {.client = web,
                                                                 .loop = loop,
                                                                 .clock = loop.clock(),
                                                                 .algorithms = std::move(algorithms),
                                                                 .disallowed_issuers = {"https://own", "https://api"}});
    return made ? "" : made.error().message();
  };
  EXPECT_EQ(fault([](auto&) {}), "");
  EXPECT_EQ(fault([](auto&) {}, {"RS256", "none"}), R"(oidc: unsupported signing alg: "none")");
  EXPECT_EQ(fault([](auto& one) { one.issuer.url = "https://own"; }),
            R"(issuer.url: Invalid value: "https://own": URL must not overlap with disallowed issuers: [https://api https://own])");
  EXPECT_EQ(fault([](auto& one) { one.issuer.egress_selector_type = "cluster"; }),
            R"(oidc: egress lookup required with egress selector type "cluster")");
}

}  // namespace
}  // namespace pintle::auth
