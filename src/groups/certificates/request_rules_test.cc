// Proves the rules of CertificateSigningRequests: usages, signer, conditions, and who may decide.
#include <gmock/gmock.h>

#include "groups/certificates/certificates.h"
#include "groups/rule_fixture.h"

namespace pintle::certificates {
namespace {

std::string request(std::string_view spec, std::string_view conditions = "") {
  return R"({"metadata":{"name":"a","resourceVersion":"1"},"spec":{)" + std::string(spec) + R"(},"status":{"conditions":[)" +
         std::string(conditions) + "]}}";
}

constexpr std::string_view kGood = R"("signerName":"example.com/a","usages":["client auth"])";
constexpr std::string_view kNoRequest = "spec.request: Invalid value: null: PEM block type must be CERTIFICATE REQUEST";
constexpr std::string_view kApproved = R"({"type":"Approved","status":"True"})";

struct Case {
  std::string_view name;
  std::string json;
  std::string_view errors;
};

TEST(RequestRulesTest, Validates) {
  const Case cases[] = {
      {"usages", request(R"("signerName":"example.com/a","usages":["signing","signing"])"),
       R"(spec.usages[1]: Duplicate value: "signing")"},
      {"signer", request(R"("signerName":"kubernetes.io/legacy-unknown","usages":["signing"])"),
       R"(spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version)"},
      {"short", request(std::string(kGood) + R"(,"expirationSeconds":599)"),
       "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)"},
      {"both", request(kGood, R"({"type":"Approved","status":"True"},{"type":"Denied","status":"False"})"),
       R"(status.conditions[1].status: Unsupported value: "False": supported values: "True", )"
       R"(status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive)"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(groups::validate(kCertificateSigningRequest, c.json), "[" + std::string(kNoRequest) + ", " + std::string(c.errors) + "]")
        << c.name;
}

TEST(RequestRulesTest, OnlyTheApprovalSubresourceDecides) {
  const auto update = [](std::string_view subresource, const std::string& json, const std::string& old) {
    for (const api::Subresource& sub : kCertificateSigningRequest.subresources)
      if (sub.name == subresource) return groups::validate_update(sub.validate_update, kCertificateSigningRequest, json, old);
    return std::string("no such subresource");
  };
  EXPECT_EQ(update("approval", request(kGood, kApproved), request(kGood)), kNoRequest);
  EXPECT_EQ(update("status", request(kGood, kApproved), request(kGood)),
            "[" + std::string(kNoRequest) + R"(, status.conditions: Forbidden: updates may not add a condition of type "Approved"])");
  EXPECT_EQ(update("approval", request(kGood), request(kGood, kApproved)),
            "[" + std::string(kNoRequest) + R"(, status.conditions: Forbidden: updates may not remove a condition of type "Approved"])");
}

}  // namespace
}  // namespace pintle::certificates
