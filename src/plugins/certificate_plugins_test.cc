// Proves who may approve and sign certificate requests, and that no request makes a member of system:masters.
#include <gtest/gtest.h>

#include "plugins/plugin_fixture.h"

namespace pintle::plugins {
namespace {

using admission::Operation;

constexpr std::string_view kGroup = "certificates.k8s.io";
constexpr std::string_view kResource = "certificatesigningrequests";

// Allows one verb on signers of one name.
class OneSigner final : public auth::Authorizer {
 public:
  OneSigner(std::string_view verb, std::string_view name) : verb_(verb), name_(name) {}
  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override {
    const bool allowed =
        attributes.verb == verb_ && attributes.name == name_ && attributes.resource == "signers" && attributes.group == kGroup;
    co_return auth::Decision{.kind = allowed ? auth::Decision::Kind::kAllow : auth::Decision::Kind::kNoOpinion};
  }

 private:
  std::string_view verb_;
  std::string_view name_;
};

constexpr std::string_view kPlain = R"({"metadata":{"name":"r"},"spec":{"signerName":"example.com/one"}})";
constexpr std::string_view kSigned = R"({"metadata":{"name":"r"},"spec":{"signerName":"other/x"},"status":{"certificate":"YQ=="}})";
constexpr std::string_view kDenied =
    R"({"metadata":{"name":"r"},"spec":{"signerName":"example.com/one"},"status":{"conditions":[{"type":"Denied","status":"True"}]}})";

class SignersTest : public testing::Test {
 protected:
  std::string update(PluginPtr (*make)(const Parts&), std::string_view subresource, std::string_view object) {
    return run(*make(cluster_.parts()), {.operation = Operation::kUpdate,
                                         .group = kGroup,
                                         .kind = "CertificateSigningRequest",
                                         .resource = kResource,
                                         .subresource = subresource,
                                         .object = object,
                                         .old = kPlain,
                                         .user = &user_})
        .error;
  }
  auth::User user_{.name = "alice"};
  Cluster cluster_;
};

TEST_F(SignersTest, ApproveByNameOrDomain) {
  struct Case {
    std::string_view verb, name;
    bool allowed;
  };
  const Case cases[] = {{"approve", "example.com/one", true},
                        {"approve", "example.com/*", true},
                        {"approve", "example.com/two", false},
                        {"sign", "example.com/one", false},
                        {"approve", "other/x", false}};
  for (const Case& c : cases) {
    cluster_.authorizer = std::make_unique<OneSigner>(c.verb, c.name);
    EXPECT_EQ(update(certificate_approval, "approval", kSigned),
              c.allowed ? ""
                        : "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: user not permitted to approve requests with "
                          "signerName \"example.com/one\"");
  }
}

TEST_F(SignersTest, SignWhenStatusChanges) {
  cluster_.authorizer = std::make_unique<OneSigner>("sign", "nobody");
  const std::string refused =
      "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: user not permitted to sign requests with signerName "
      "\"example.com/one\"";
  EXPECT_EQ(update(certificate_signing, "status", kSigned), refused);
  EXPECT_EQ(update(certificate_signing, "status", kDenied), refused);
  EXPECT_EQ(update(certificate_signing, "status", kPlain), "");
  cluster_.authorizer = std::make_unique<OneSigner>("sign", "example.com/*");
  EXPECT_EQ(update(certificate_signing, "status", kSigned), "");
}

// Requests for CN=a of the organizations system:masters and devs.
constexpr std::string_view kOfMasters =
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZk1JR0hBZ0VBTUNVeEZ6QVZCZ05WQkFvTURuTjVjM1JsYlRwdFlYTjBaWEp6TVFvd0NB"
    "WURWUVFEREFGaApNRmt3RXdZSEtvWkl6ajBDQVFZSUtvWkl6ajBEQVFjRFFnQUVucmZoNUtoYkZHY3hsamJjTm05R21Sa095QXgrCjIxVzRxbDlnV29GM2hU"
    "NTdZYUpuSFZyVUtiSXBhL0h4eWR4N0o5WStHQ2FyVHhZM3F4Skt3Y1EzTHFBQU1Bb0cKQ0NxR1NNNDlCQU1DQTBjQU1FUUNJQlZVUURjRjhBTDAwTU9UN2dz"
    "NUV6MU5LeHVITkhHZVQ4b0MwZnhNVDFOSwpBaUEyaWgvTEpxN05yOHdxcWxrckhqbzMyTWpMMmhmam95ejIrQ3EvNGtBanRBPT0KLS0tLS1FTkQgQ0VSVElG"
    "SUNBVEUgUkVRVUVTVC0tLS0tCg==";
constexpr std::string_view kOfDevs =
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVk1IMENBUUF3R3pFTk1Bc0dBMVVFQ2d3RVpHVjJjekVLTUFnR0ExVUVBd3dCWVRCWk1C"
    "TUdCeXFHU000OQpBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJOSGZpb3YzWHI3VUNLeGJhblZaTkhsbUJveDRkeEd1dDNtcThNR09VazJNClM0QktaMzFlRkp0Zm1L"
    "YXVpZU5vMzJueVF4YjdwVENZd29WUUI4VVdjNnFnQURBS0JnZ3Foa2pPUFFRREFnTkkKQURCRkFpQmxnOTFjcVlYc01jbHkvWUpGWStKemtrMXd0S25WUmxX"
    "bkkvbSs1Nld5T0FJaEFMS0YwVnB2bTJwOQozS1JMY3d3QzdhaEdNNmNVRERFRGVCSEVHSm8yeXl6cgotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0t"
    "LS0K";

TEST(CertificateSubjectRestriction, RefusesMasters) {
  struct Case {
    std::string_view signer;
    std::string_view request;  // base64
    std::string_view why;
  };
  const Case cases[] = {
      {"kubernetes.io/kube-apiserver-client", kOfMasters,
       "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed"},
      {"kubernetes.io/kube-apiserver-client", kOfDevs, ""},
      {"example.com/one", kOfMasters, ""},
      {"kubernetes.io/kube-apiserver-client", "YQ==", "failed to parse CSR: PEM block type must be CERTIFICATE REQUEST"},
  };
  Cluster cluster;
  for (const Case& c : cases) {
    const std::string json =
        R"({"metadata":{"name":"r"},"spec":{"signerName":")" + std::string(c.signer) + R"(","request":")" + std::string(c.request) + "\"}}";
    const Outcome outcome = run(*certificate_subject_restriction(cluster.parts()),
                                {.group = kGroup, .kind = "CertificateSigningRequest", .resource = kResource, .object = json});
    EXPECT_EQ(outcome.error,
              c.why.empty() ? "" : "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: " + std::string(c.why));
  }
}

}  // namespace
}  // namespace pintle::plugins
