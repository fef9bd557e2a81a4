// CertificateSubjectRestriction: nobody becomes a member of system:masters by a certificate request.
// Source: plugin/pkg/admission/certificates/subjectrestriction.
#include <algorithm>

#include "auth/certificate_request.h"
#include "auth/user.h"
#include "plugins/plugins.h"
#include "views/certificates_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

constexpr std::string_view kClientSigner = "kubernetes.io/kube-apiserver-client";

class CertificateSubjectRestriction final : public admission::Plugin {
 public:
  std::string_view name() const override { return "CertificateSubjectRestriction"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kCreate && attributes.is("certificates.k8s.io", "certificatesigningrequests") &&
           attributes.subresource.empty();
  }
  Task<Result<void>> validate(const Attributes& attributes) override {
    const certificates::v1::CertificateSigningRequest request(&attributes.object->root());
    if (request.spec().signer_name() != kClientSigner) co_return Result<void>();
    const auto subject = auth::subject_of_request(request.spec().request());
    if (!subject) co_return fail(admission::forbidden(attributes, "failed to parse CSR: " + subject.error().message()));
    if (std::ranges::find(subject->organizations, auth::kMastersGroup) != subject->organizations.end())
      co_return fail(admission::forbidden(attributes,
                                          "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not "
                                          "allowed"));
    co_return Result<void>();
  }
};

}  // namespace

PluginPtr certificate_subject_restriction(const Parts&) { return std::make_unique<CertificateSubjectRestriction>(); }

}  // namespace pintle::plugins
