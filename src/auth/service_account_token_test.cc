// Proves that a service account's token is good exactly while it is this server's, for this server, in its time, and while what it is
// bound to exists; and that each of the classic attacks on JSON Web Tokens is refused.
#include "auth/service_account_token.h"

#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include "auth/service_account_fixture.h"
#include "auth/token_issuer.h"
#include "base/finish_now.h"
#include "base/test_loop.h"

namespace pintle::auth {
namespace {

constexpr std::string_view kIssuer = "https://kubernetes.default.svc";
constexpr const char* kUnknown = "not known";
constexpr const char* kBadSignature = "go-jose/go-jose: error in cryptographic primitive";

std::string with_uid(std::string_view uid, std::string_view more = "") {
  return R"({"metadata":{"uid":")" + std::string(uid) + '"' + std::string(more) + "}}";
}

class ServiceAccountTokenTest : public testing::Test {
 protected:
  ServiceAccountTokenTest() {
    std::vector<VerificationKey> keys = {signing_.public_half()};
    ring_.publish(std::make_shared<const ServiceAccountKeys>(signing_, std::move(keys)));
    objects_.put(BoundKind::kServiceAccount, "default", "builder", with_uid("sa-uid"));
    objects_.put(BoundKind::kPod, "default", "web", with_uid("pod-uid"));
    objects_.put(BoundKind::kSecret, "default", "key", with_uid("secret-uid"));
    objects_.put(BoundKind::kNode, "", "node-7", with_uid("node-uid"));
  }

  std::string issue(const ServiceAccountClaims& account, std::vector<std::string> audiences = {std::string(kIssuer)}) {
    JwtClaims claims{.subject = "system:serviceaccount:default:builder",
                     .audiences = std::move(audiences),
                     .expiry = clock_.seconds + 3600,
                     .not_before = clock_.seconds,
                     .issued_at = clock_.seconds,
                     .id = "id-1"};
    return finish_now(issuer_.issue(loop_, std::move(claims), account)).value();
  }
  static ServiceAccountClaims account() { return {.namespace_ = "default", .service_account = {"builder", "sa-uid"}}; }
  std::string payload(std::string_view more = "") const {
    return R"({"iss":"https://kubernetes.default.svc","aud":["https://kubernetes.default.svc"],)" + std::string(more) +
           R"("kubernetes.io":{"namespace":"default","serviceaccount":{"name":"builder","uid":"sa-uid"}}})";
  }
  std::string header(std::string_view algorithm = "RS256") const {
    return R"({"alg":")" + std::string(algorithm) + R"(","kid":")" + signing_.public_half().id() + R"("})";
  }

  // The user, "not known", or why the token is bad.
  std::string verdict(std::string_view token, const Audiences* wanted = nullptr) {
    last_ = finish_now(tokens_.authenticate(token, wanted));
    if (!last_) return last_.error().message();
    return *last_ ? (*last_)->user->name : kUnknown;
  }
  std::string extra(std::string_view key) const {
    for (const auto& [name, values] : (*last_)->user->extra)
      if (name == key) return values.front();
    return "";
  }

  SetClock clock_;
  FewObjects objects_;
  NoObserver observer_;
  TestLoop loop_;
  SigningKey signing_ = SigningKey::from_pem(pem_of_private_key(test_rsa_key())).value();
  ServiceAccountKeyRing ring_;
  TokenIssuer issuer_{std::string(kIssuer), ring_};
  ServiceAccountTokens tokens_{{.issuers = {std::string(kIssuer), "https://old.example"},
                                .api_audiences = {std::string(kIssuer), "api"},
                                .keys = ring_,
                                .objects = objects_,
                                .observer = observer_,
                                .clock = clock_}};
  Result<TokenAnswerRef> last_;
};

constexpr const char* kBuilder = "system:serviceaccount:default:builder";

TEST_F(ServiceAccountTokenTest, TellsTheAccountAndWhatItIsBoundTo) {
  ServiceAccountClaims claims = account();
  claims.pod = {"web", "pod-uid"};
  claims.node = {"node-7", "node-uid"};
  ASSERT_EQ(verdict(issue(claims)), kBuilder);
  const User& user = *(*last_)->user;
  EXPECT_EQ(user.uid, "sa-uid");
  EXPECT_EQ(user.groups, (std::vector<std::string>{"system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"}));
  EXPECT_EQ(extra("authentication.kubernetes.io/credential-id"), "JTI=id-1");
  EXPECT_EQ(extra("authentication.kubernetes.io/pod-name"), "web");
  EXPECT_EQ(extra("authentication.kubernetes.io/pod-uid"), "pod-uid");
  EXPECT_EQ(extra("authentication.kubernetes.io/node-name"), "node-7");
  EXPECT_EQ(extra("authentication.kubernetes.io/node-uid"), "node-uid");
}

TEST_F(ServiceAccountTokenTest, IsMadeAsKubeApiserverMakesIt) {
  ServiceAccountClaims claims = account();
  claims.pod = {"web", "pod-uid"};
  claims.warn_after_seconds = 1'700'003'607;
  const std::string token = issue(claims, {"a<b"});
  const size_t dot = token.find('.');
  size_t fault = 0;
  EXPECT_EQ(base64url_decode(token.substr(0, dot), fault), header());
  EXPECT_EQ(base64url_decode(token.substr(dot + 1, token.rfind('.') - dot - 1), fault),
            R"({"aud":["a\u003cb"],"exp":1700003600,"iat":1700000000,"iss":"https://kubernetes.default.svc","jti":"id-1",)"
            R"("kubernetes.io":{"namespace":"default","pod":{"name":"web","uid":"pod-uid"},)"
            R"("serviceaccount":{"name":"builder","uid":"sa-uid"},"warnafter":1700003607},"nbf":1700000000,)"
            R"("sub":"system:serviceaccount:default:builder"})");
}

TEST_F(ServiceAccountTokenTest, IsForTheAudiencesThatItNames) {
  const std::string own = issue(account()), other = issue(account(), {"vault", "mail"});
  EXPECT_EQ(verdict(own), kBuilder);
  EXPECT_EQ(verdict(other),
            R"(token audiences ["vault" "mail"] is invalid for the target audiences ["https://kubernetes.default.svc" "api"])");
  const Audiences asked = {"x", "mail", "vault"};
  EXPECT_EQ(verdict(other, &asked), kBuilder);
  EXPECT_EQ((*last_)->audiences, (Audiences{"mail", "vault"}));
  EXPECT_EQ(verdict(own, &asked),
            R"(token audiences ["https://kubernetes.default.svc"] is invalid for the target audiences ["x" "mail" "vault"])");
}

TEST_F(ServiceAccountTokenTest, EndsWithWhatItIsBoundTo) {
  constexpr const char* kInvalidated = "service account token has been invalidated";
  ServiceAccountClaims pod = account(), secret = account(), node = account();
  pod.pod = {"web", "pod-uid"};
  secret.secret = {"key", "secret-uid"};
  node.node = {"node-7", "node-uid"};
  const std::string pod_token = issue(pod), secret_token = issue(secret), node_token = issue(node);
  EXPECT_EQ(verdict(pod_token), kBuilder);
  EXPECT_EQ(verdict(secret_token), kBuilder);
  EXPECT_EQ(verdict(node_token), kBuilder);

  objects_.put(BoundKind::kPod, "default", "web", with_uid("other"));
  EXPECT_EQ(verdict(pod_token), "pod UID (other) does not match service account pod ref claim (pod-uid)");
  objects_.erase(BoundKind::kPod, "default", "web");
  EXPECT_EQ(verdict(pod_token), kInvalidated);
  objects_.erase(BoundKind::kSecret, "default", "key");
  EXPECT_EQ(verdict(secret_token), kInvalidated);
  objects_.put(BoundKind::kNode, "", "node-7", with_uid("new"));
  EXPECT_EQ(verdict(node_token), "node UID (new) does not match service account node ref claim (node-uid)");

  objects_.put(BoundKind::kServiceAccount, "default", "builder", with_uid("again"));
  EXPECT_EQ(verdict(secret_token), "service account UID (again) does not match claim (sa-uid)");
  objects_.erase(BoundKind::kServiceAccount, "default", "builder");
  EXPECT_EQ(verdict(secret_token), R"(serviceaccounts "builder" not found)");
}

TEST_F(ServiceAccountTokenTest, OutlivesADeletionByAMinute) {
  ServiceAccountClaims claims = account();
  claims.pod = {"web", "pod-uid"};
  const std::string token = issue(claims);
  objects_.put(BoundKind::kPod, "default", "web", with_uid("pod-uid", R"(,"deletionTimestamp":"2023-11-14T22:13:20Z")"));
  clock_.seconds += 60;
  EXPECT_EQ(verdict(token), kBuilder);
  EXPECT_EQ((*last_)->valid_until_seconds, 1'700'000'060);
  clock_.seconds += 1;
  EXPECT_EQ(verdict(token), "service account token has been invalidated");
}

// A Pod's token names its Node, but does not end with it.
TEST_F(ServiceAccountTokenTest, OfAPodOutlivesItsNode) {
  ServiceAccountClaims claims = account();
  claims.pod = {"web", "pod-uid"};
  claims.node = {"node-7", "node-uid"};
  objects_.erase(BoundKind::kNode, "", "node-7");
  EXPECT_EQ(verdict(issue(claims)), kBuilder);
}

TEST_F(ServiceAccountTokenTest, WarnsWhenItShouldHaveBeenReplaced) {
  ServiceAccountClaims claims = account();
  claims.warn_after_seconds = clock_.seconds + 100;
  const std::string token = issue(claims);
  EXPECT_EQ(verdict(token), kBuilder);
  EXPECT_TRUE((*last_)->annotations.empty());
  clock_.seconds += 107;
  EXPECT_EQ(verdict(token), kBuilder);
  EXPECT_EQ((*last_)->annotations.at(0).value, "subject: system:serviceaccount:default:builder, seconds after warning threshold: 7");
  EXPECT_EQ(observer_.stale, 1);
}

TEST_F(ServiceAccountTokenTest, ClockSkewIsToleratedForAMinute) {
  struct Case {
    std::string_view claims;
    std::string wanted;
  };
  const Case cases[] = {
      {R"("exp":1699999940,)", kBuilder},
      {R"("exp":1699999939,)", "service account token has expired"},
      {R"("exp":1699999939.9,)", "service account token has expired"},
      {R"("exp":0,)", "service account token has expired"},
      {R"("exp":-9e18,)", "service account token has expired"},
      {R"("nbf":1700000060,)", kBuilder},
      {R"("nbf":1700000061,)", "service account token is not valid yet"},
      {R"("iat":1700000061,)", "service account token is issued in the future"},
      {R"("exp":"1800000000",)", "expected number value to unmarshal NumericDate"},
      {R"("exp":1e400,)", kUnknown},
      {R"("exp":9e30,)", "expected number value to unmarshal NumericDate"},
      {R"("exp":null,)", kBuilder},
  };
  for (const Case& test : cases) EXPECT_EQ(verdict(signed_token(signing_, header(), payload(test.claims))), test.wanted) << test.claims;
}

TEST_F(ServiceAccountTokenTest, AttackAlgorithmNone) {
  for (const std::string_view none : {"none", "None", "NONE", ""}) {
    const std::string text = base64url_encode(header(none)) + "." + base64url_encode(payload());
    EXPECT_EQ(verdict(text + "."), kBadSignature) << none;
    EXPECT_EQ(verdict(text + "." + base64url_encode("x")), kBadSignature) << none;
  }
  EXPECT_EQ(verdict(base64url_encode("{}") + "." + base64url_encode(payload()) + "."), kBadSignature);
}

// The public key, which everybody has, as the secret of an HMAC.
TEST_F(ServiceAccountTokenTest, AttackKeyConfusion) {
  const std::string secret = pem_of_public_key(test_rsa_key());
  const std::string text = base64url_encode(header("HS256")) + "." + base64url_encode(payload());
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac,
       &size);
  EXPECT_EQ(verdict(text + "." + base64url_encode({reinterpret_cast<char*>(mac), size})), kBadSignature);
}

// A token that names an algorithm of another key type, or one that it is not signed with.
TEST_F(ServiceAccountTokenTest, AttackOtherAlgorithm) {
  for (const std::string_view algorithm : {"ES256", "ES512", "RS384", "RS512", "PS256", "rs256", "RS256 "})
    EXPECT_EQ(verdict(signed_token(signing_, header(algorithm), payload())), kBadSignature) << algorithm;
}

TEST_F(ServiceAccountTokenTest, AttackForeignIssuer) {
  const auto by = [this](std::string_view issuer) {
    return signed_token(signing_, header(),
                        R"({"iss":)" + std::string(issuer) + R"(,"aud":["api"],"kubernetes.io":{"namespace":"default",)" +
                            R"("serviceaccount":{"name":"builder","uid":"sa-uid"}}})");
  };
  EXPECT_EQ(verdict(by(R"("https://old.example")")), kBuilder);
  for (const std::string_view issuer : {R"("https://kubernetes.default.svc/")", R"("https://evil.example")", R"("")", "1", "null",
                                        R"(["https://kubernetes.default.svc"])", R"("https://kubernetes.default.svc\u0000")"})
    EXPECT_EQ(verdict(by(issuer)), kUnknown) << issuer;
}

// The key id is looked up among known keys, never read as a path, a URL or a query; keys that the token brings along are not looked at.
TEST_F(ServiceAccountTokenTest, AttackKeyId) {
  const auto with_header = [this](std::string_view json) { return signed_token(signing_, json, payload()); };
  EXPECT_EQ(verdict(with_header(R"({"alg":"RS256"})")), kBuilder);
  for (const std::string_view id : {"../../dev/null", "x' UNION SELECT 'key", "https://evil.example/key", "\\u0000"})
    EXPECT_EQ(verdict(with_header(R"({"alg":"RS256","kid":")" + std::string(id) + R"("})")), "invalid signature, no keys found") << id;
  EXPECT_EQ(verdict(with_header(R"({"alg":"RS256","kid":7})")), kUnknown);

  const SigningKey own = SigningKey::from_pem(pem_of_private_key(test_ec_key("P-256").get())).value();
  const std::string brought = R"({"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},"jku":"https://evil.example/keys"})";
  EXPECT_EQ(verdict(signed_token(own, brought, payload())), kBadSignature);
  EXPECT_EQ(verdict(signed_token(signing_, R"({"alg":"RS256","crit":["exp"],"exp":1})", payload())), kUnknown);
  EXPECT_EQ(verdict(signed_token(signing_, R"({"alg":"RS256","b64":false})", payload())), kUnknown);
}

TEST_F(ServiceAccountTokenTest, AttackTruncatedAndOversized) {
  const std::string token = issue(account());
  for (size_t size = 0; size < token.size(); size += size < token.size() - 8 ? 7 : 1) {
    const std::string got = verdict(token.substr(0, size));
    EXPECT_TRUE(got == kUnknown || got == kBadSignature) << size << " " << got;
  }
  EXPECT_EQ(verdict(token + "." + token), kUnknown);
  EXPECT_EQ(verdict("{\"payload\":\"" + token + "\"}"), kUnknown);
  EXPECT_EQ(verdict(token + std::string(kJwtBytesMax, 'A')), kUnknown);
  std::string nested = payload(R"("x":)" + std::string(kJwtDepthMax, '[') + std::string(kJwtDepthMax, ']') + ",");
  EXPECT_EQ(verdict(signed_token(signing_, header(), nested)), kUnknown);
  EXPECT_EQ(verdict(signed_token(signing_, std::string(100'000, '['), payload())), kUnknown);
}

TEST_F(ServiceAccountTokenTest, AttackDuplicateClaims) {
  EXPECT_EQ(verdict(signed_token(signing_, header(), payload(R"("aud":["evil"],)"))), kUnknown);
  EXPECT_EQ(verdict(signed_token(signing_, header(), payload(R"("exp":1,"exp":1800000000,)"))), kUnknown);
  EXPECT_EQ(verdict(signed_token(signing_, R"({"alg":"none","alg":"RS256"})", payload())), kUnknown);
}

TEST_F(ServiceAccountTokenTest, AttackBadBase64) {
  const std::string token = issue(account());
  const size_t dot = token.find('.');
  for (const char* bad : {"=", "+", "/", " ", "%3D", "\n"}) {
    EXPECT_EQ(verdict(token + bad), kUnknown) << bad;
    EXPECT_EQ(verdict(std::string(token).insert(dot, bad)), kUnknown) << bad;
    EXPECT_EQ(verdict(std::string(token).insert(dot + 5, bad)), kUnknown) << bad;
  }
}

TEST_F(ServiceAccountTokenTest, AttackChangedPayload) {
  const std::string token = issue(account());
  const std::string forged = base64url_encode(payload(R"("sub":"system:serviceaccount:kube-system:admin",)"));
  EXPECT_EQ(verdict(token.substr(0, token.find('.') + 1) + forged + token.substr(token.rfind('.'))), kBadSignature);
}

// An ECDSA signature is two numbers of the curve's size: no DER, no zeros before them, no numbers outside of the curve's order.
TEST_F(ServiceAccountTokenTest, AttackNonCanonicalSignature) {
  struct Curve {
    const char* name;
    SignatureAlgorithm algorithm;
    size_t signature_bytes;
  };
  const Curve curves[] = {
      {"P-256", SignatureAlgorithm::kEs256, 64}, {"P-384", SignatureAlgorithm::kEs384, 96}, {"P-521", SignatureAlgorithm::kEs512, 132}};
  for (const Curve& curve : curves) {
    const SigningKey key = SigningKey::from_pem(pem_of_private_key(test_ec_key(curve.name).get())).value();
    const VerificationKey& check = key.public_half();
    const std::string signature = key.sign("text").value();
    EXPECT_EQ(signature.size(), curve.signature_bytes);
    EXPECT_TRUE(check.verify(curve.algorithm, "text", signature));
    EXPECT_FALSE(check.verify(curve.algorithm, "Text", signature));
    EXPECT_FALSE(check.verify(SignatureAlgorithm::kRs256, "text", signature));
    EXPECT_FALSE(check.verify(curve.algorithm, "text", std::string(1, '\0') + signature));
    EXPECT_FALSE(check.verify(curve.algorithm, "text", signature + std::string(1, '\0')));
    EXPECT_FALSE(check.verify(curve.algorithm, "text", signature.substr(1)));
    EXPECT_FALSE(check.verify(curve.algorithm, "text", std::string(curve.signature_bytes, '\0')));  // CVE-2022-21449
    EXPECT_FALSE(check.verify(curve.algorithm, "text", std::string(curve.signature_bytes, '\xff')));
    EXPECT_FALSE(check.verify(curve.algorithm, "text", ""));
  }
  const std::string rsa = signing_.sign("text").value();
  EXPECT_TRUE(signing_.public_half().verify(SignatureAlgorithm::kRs256, "text", rsa));
  EXPECT_FALSE(signing_.public_half().verify(SignatureAlgorithm::kRs256, "text", std::string(1, '\0') + rsa));
  EXPECT_FALSE(signing_.public_half().verify(SignatureAlgorithm::kRs256, "text", rsa.substr(1)));
  EXPECT_FALSE(signing_.public_half().verify(SignatureAlgorithm::kPs256, "text", rsa));
}

TEST_F(ServiceAccountTokenTest, IsVerifiedWithAnyKeyOfTheFiles) {
  const SigningKey old = SigningKey::from_pem(pem_of_private_key(test_ec_key("P-384").get())).value();
  const std::string by_old = signed_token(old, R"({"alg":"ES384","kid":")" + old.public_half().id() + R"("})", payload());
  EXPECT_EQ(verdict(by_old), "invalid signature, no keys found");
  ring_.publish(
      std::make_shared<const ServiceAccountKeys>(signing_, std::vector<VerificationKey>{old.public_half(), signing_.public_half()}));
  EXPECT_EQ(verdict(by_old), kBuilder);
  EXPECT_EQ(verdict(issue(account())), kBuilder);
  EXPECT_EQ(verdict(signed_token(signing_, R"({"alg":"RS256"})", payload())), kBuilder);
}

TEST(VerificationKeysTest, AreReadOfKeysAndCertificates) {
  const SetClock clock;
  const KeyPair pair = make_authority("ca", clock.now(), std::chrono::hours(1)).value();
  const std::string rsa_public = pem_of_public_key(test_rsa_key()), rsa_private = pem_of_private_key(test_rsa_key());
  struct Case {
    std::string pem;
    size_t keys;
  };
  const Case cases[] = {
      {rsa_public, 1},
      {rsa_private, 1},
      {pair.certificate_pem, 1},
      {"some text\n" + pair.certificate_pem + rsa_public, 2},
      {"-----BEGIN X-----\nAAAA\n-----END X-----\n" + rsa_public, 1},
      {"", 0},
      {"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", 0},
  };
  for (const Case& test : cases) {
    const auto keys = verification_keys_of_pem(test.pem);
    EXPECT_EQ(keys ? keys->size() : 0, test.keys) << test.pem;
    if (!keys) EXPECT_EQ(keys.error().message(), "data does not contain any valid RSA or ECDSA public keys");
  }
  EXPECT_EQ(verification_keys_of_pem(rsa_public)->at(0).id(), verification_keys_of_pem(rsa_private)->at(0).id());
  EXPECT_EQ(SigningKey::from_pem(rsa_public).error().message(), "data does not contain a valid RSA or ECDSA private key");
}

}  // namespace
}  // namespace pintle::auth
