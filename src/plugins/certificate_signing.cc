// CertificateSigning: who puts the certificate or a condition into a certificate request must be allowed to sign for its signer.
// Source: plugin/pkg/admission/certificates/signing.
#include "object/equality.h"
#include "object/go_format.h"
#include "plugins/plugins.h"
#include "plugins/signers.h"
#include "views/certificates_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using certificates::v1::CertificateSigningRequest;
using certificates::v1::CertificateSigningRequestCondition;
using certificates::v1::CertificateSigningRequestStatus;

bool same_conditions(CertificateSigningRequestStatus left, CertificateSigningRequestStatus right) {
  const auto conditions = left.conditions();
  const auto others = right.conditions();
  if (conditions.size() != others.size()) return false;
  for (size_t i = 0; i < conditions.size(); ++i)
    if (!object::semantic_equal(CertificateSigningRequestCondition::schema_type(), conditions[i].node(), others[i].node())) return false;
  return true;
}

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
    if (request.status().certificate() == old.status().certificate() && same_conditions(request.status(), old.status()))
      co_return Result<void>();
    const std::string_view signer = old.spec().signer_name();
    if (!may_act_for_signer(authorizer_, *attributes.user, "sign", signer))
      co_return fail(admission::forbidden(attributes, "user not permitted to sign requests with signerName " + object::quoted(signer)));
    co_return Result<void>();
  }

 private:
  const auth::Authorizer& authorizer_;
};

}  // namespace

PluginPtr certificate_signing(const Parts& parts) { return std::make_unique<CertificateSigning>(parts.authorizer); }

}  // namespace pintle::plugins
