// Proves which account a Pod gets, what it finds of it (token, pull secrets), and which references are refused.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using testing::HasSubstr;
using testing::Not;

class ServiceAccountTest : public testing::Test {
 protected:
  ServiceAccountTest() {
    cluster_.add("", "v1", "ServiceAccount", R"({"metadata":{"name":"default","namespace":"ns"},"imagePullSecrets":[{"name":"pull"}]})");
    cluster_.add("", "v1", "ServiceAccount", R"({"metadata":{"name":"silent","namespace":"ns"},"automountServiceAccountToken":false})");
    cluster_.add("", "v1", "ServiceAccount",
                 R"({"metadata":{"name":"strict","namespace":"ns","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}},
                     "secrets":[{"name":"mine"}]})");
  }
  Outcome create(std::string_view spec, std::string_view annotations = "{}") {
    const std::string json =
        R"({"metadata":{"name":"p","namespace":"ns","annotations":)" + std::string(annotations) + R"(},"spec":)" + std::string(spec) + "}";
    return run(*service_account(cluster_.parts()), {.kind = "Pod", .resource = "pods", .object = json});
  }
  Cluster cluster_;
};

TEST_F(ServiceAccountTest, GivesTheDefaultAccountWithTokenAndPullSecrets) {
  const std::string pod = create(R"({"initContainers":[{"name":"i"}],"containers":[{"name":"c"}]})").object;
  EXPECT_THAT(pod, HasSubstr(R"("serviceAccountName":"default","serviceAccount":"default")"));
  EXPECT_THAT(pod, HasSubstr(R"("imagePullSecrets":[{"name":"pull"}])"));
  EXPECT_THAT(
      pod, HasSubstr(R"("projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},)"
                     R"({"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},)"
                     R"({"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],)"
                     R"("defaultMode":420})"));
  const std::string mounted = R"("readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}])";
  const size_t first = pod.find(mounted);
  ASSERT_NE(first, std::string::npos);
  EXPECT_NE(pod.find(mounted, first + 1), std::string::npos) << "both containers mount it";
}

TEST_F(ServiceAccountTest, MountsTheTokenWhereItIsWanted) {
  struct Case {
    std::string_view spec;
    bool mounts;
  };
  const Case cases[] = {
      {R"({"serviceAccountName":"silent","containers":[{"name":"c"}]})", false},
      {R"({"serviceAccountName":"silent","automountServiceAccountToken":true,"containers":[{"name":"c"}]})", true},
      {R"({"automountServiceAccountToken":false,"containers":[{"name":"c"}]})", false},
      {R"({"containers":[{"name":"c","volumeMounts":[{"name":"own","mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}]})",
       false},
  };
  for (const Case& c : cases) EXPECT_EQ(create(c.spec).object.find("kube-api-access-") != std::string::npos, c.mounts) << c.spec;
}

TEST_F(ServiceAccountTest, UsesATokenVolumeThatIsThere) {
  const std::string pod = create(R"({"volumes":[{"name":"kube-api-access-abcde","emptyDir":{}}],"containers":[{"name":"c"}]})").object;
  EXPECT_THAT(pod, HasSubstr(R"("volumeMounts":[{"name":"kube-api-access-abcde",)"));
  EXPECT_THAT(pod, Not(HasSubstr("projected")));
}

TEST_F(ServiceAccountTest, Refuses) {
  struct Case {
    std::string_view spec;
    std::string_view annotations;
    std::string_view why;
  };
  constexpr std::string_view kMirror = R"({"kubernetes.io/config.mirror":"x"})";
  const Case cases[] = {
      {R"({"serviceAccountName":"none"})", "{}", "error looking up service account ns/none: serviceaccount \"none\" not found"},
      {R"({"serviceAccountName":"default"})", kMirror, "a mirror pod may not reference service accounts"},
      {R"({"volumes":[{"name":"v","secret":{"secretName":"s"}}]})", kMirror, "a mirror pod may not reference secrets"},
      {R"({"volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]})", kMirror,
       "a mirror pod may not use ServiceAccountToken volume projections"},
      {R"({"containers":[{"name":"c"}]})", kMirror, ""},
      {R"({"serviceAccountName":"strict","volumes":[{"name":"v","secret":{"secretName":"s"}}]})", "{}",
       "volume with secret.secretName=\"s\" is not allowed because service account strict does not reference that secret"},
      {R"({"serviceAccountName":"strict","containers":[{"name":"c","env":[{"name":"E","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}]})",
       "{}",
       "container c with envVar E referencing secret.secretName=\"s\" is not allowed because service account strict does not reference "
       "that "
       "secret"},
      {R"({"serviceAccountName":"strict","initContainers":[{"name":"c","envFrom":[{"secretRef":{"name":"s"}}]}]})", "{}",
       "init container c with envFrom referencing secret.secretName=\"s\" is not allowed because service account strict does not reference "
       "that secret"},
      {R"({"serviceAccountName":"strict","imagePullSecrets":[{"name":"x"}]})", "{}",
       "imagePullSecrets[0].name=\"x\" is not allowed because service account strict does not reference that imagePullSecret"},
      {R"({"serviceAccountName":"strict","volumes":[{"name":"v","secret":{"secretName":"mine"}}]})", "{}", ""},
  };
  for (const Case& c : cases) {
    const std::string wanted = c.why.empty() ? "" : "pods \"p\" is forbidden: " + std::string(c.why);
    EXPECT_EQ(create(c.spec, c.annotations).error, wanted);
  }
}

// CVE-2023-2728: they were not looked at, so that they could mount any Secret of the namespace.
TEST_F(ServiceAccountTest, Cve20232728EphemeralContainersReferenceMountableSecretsOnly) {
  const Outcome outcome =
      run(*service_account(cluster_.parts()), {.operation = Operation::kUpdate,
                                               .kind = "Pod",
                                               .resource = "pods",
                                               .subresource = "ephemeralcontainers",
                                               .object = R"({"metadata":{"name":"p","namespace":"ns"},"spec":{"serviceAccountName":"strict",
                     "ephemeralContainers":[{"name":"d","envFrom":[{"secretRef":{"name":"s"}}]}]}})"});
  EXPECT_EQ(outcome.error,
            "ephemeral container d with envFrom referencing secret.secretName=\"s\" is not allowed because service account strict does not "
            "reference that secret");
  EXPECT_EQ(outcome.code, 500);
}

}  // namespace
}  // namespace pintle::plugins
