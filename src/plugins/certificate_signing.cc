// CertificateSigning: who puts the certificate or a condition into a certificate request must be allowed to sign for its signer.
// Source: plugin/pkg/admission/certificates/signing.
#include "object/go_format.h"
#include "plugins/plugins.h"
#include "plugins/same_items.h"
#include "plugins/signers.h"
#include "views/certificates_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using certificates::v1::CertificateSigningRequest;

class CertificateSigning final : public admission::Plugin {
 public:
  explicit CertificateSigning(const auth::Authorizer& authorizer) : authorizer_(authorizer) {}
  std::string_view name() const override { return "CertificateSigning"; }
  bool handles(const Attributes& attributes) const override {
    return attributes.operation == admission::Operation::kUpdate && attributes.is("certificates.k8s.io", "certificatesigningrequests") &&
           attributes.subresource == "status";
  }
  Task<Result<void>> validate(const Attributes& attributes) override {
    const CertificateSigningRequest request(&attributes.object->root());
    const CertificateSigningRequest old(attributes.old);
    if (request.status().certificate() == old.status().certificate() &&
        same_items(request.status().conditions(), old.status().conditions()))
      co_return Result<void>();
    const std::string_view signer = old.spec().signer_name();
    if (!co_await may_act_for_signer(authorizer_, *attributes.user, "sign", signer))
      co_return fail(admission::forbidden(attributes, "user not permitted to sign requests with signerName " + object::quoted(signer)));
    co_return Result<void>();
  }

 private:
  const auth::Authorizer& authorizer_;
};

}  // namespace

PluginPtr certificate_signing(const Parts& parts) { return std::make_unique<CertificateSigning>(parts.authorizer); }

}  // namespace pintle::plugins
