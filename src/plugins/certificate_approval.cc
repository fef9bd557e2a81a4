// CertificateApproval: who approves or denies a certificate request must be allowed to for its signer.
// Source: plugin/pkg/admission/certificates/approval.
#include "object/go_format.h"
#include "plugins/plugins.h"
#include "plugins/signers.h"
#include "views/certificates_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

class CertificateApproval final : public admission::Plugin {
 public:
  explicit CertificateApproval(const auth::Authorizer& authorizer) : authorizer_(authorizer) {}
  std::string_view name() const override { return "CertificateApproval"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kUpdate && attributes.is("certificates.k8s.io", "certificatesigningrequests") &&
           attributes.subresource == "approval";
  }
  // The stored signer counts: naming another one on the way is no way around.
  Task<Result<void>> validate(const Attributes& attributes) override {
    const std::string_view signer = certificates::v1::CertificateSigningRequest(attributes.old).spec().signer_name();
    if (!co_await may_act_for_signer(authorizer_, *attributes.user, "approve", signer))
      co_return fail(admission::forbidden(attributes, "user not permitted to approve requests with signerName " + object::quoted(signer)));
    co_return Result<void>();
  }

 private:
  const auth::Authorizer& authorizer_;
};

}  // namespace

PluginPtr certificate_approval(const Parts& parts) { return std::make_unique<CertificateApproval>(parts.authorizer); }

}  // namespace pintle::plugins
