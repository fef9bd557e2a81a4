// CertificateSigningRequest: asks a signer for a certificate. Source: certificates.k8s.io/v1 CertificateSigningRequest;
// pkg/registry/certificates/certificates.
#include "groups/certificates/certificates.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/certificates_v1.h"

namespace pintle::certificates {
namespace {

using groups::hook;

bool has_condition(v1::CertificateSigningRequestStatus status, std::string_view type) {
  for (const v1::CertificateSigningRequestCondition condition : status.conditions())
    if (condition.type() == type) return true;
  return false;
}

std::string state_of(v1::CertificateSigningRequestStatus status) {
  std::string state = has_condition(status, "Denied") ? "Denied" : has_condition(status, "Approved") ? "Approved" : "Pending";
  if (has_condition(status, "Failed")) state += ",Failed";
  if (!status.certificate().empty()) state += ",Issued";
  return state;
}

void row(v1::CertificateSigningRequest request, int64_t now_seconds, api::Cells& cells) {
  const v1::CertificateSigningRequestSpec spec = request.spec();
  cells.text(request.metadata().name());
  cells.age(request.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::or_else(spec.signer_name(), groups::kNone));
  cells.text(spec.username());
  cells.text(spec.expiration_seconds() ? api::human_duration(*spec.expiration_seconds()) : groups::kNone);
  cells.text(state_of(request.status()));
}

}  // namespace

const api::Kind kCertificateSigningRequest = {
    .group = "certificates.k8s.io",
    .version = "v1",
    .kind = "CertificateSigningRequest",
    .resource = "certificatesigningrequests",
    .singular = "certificatesigningrequest",
    .short_names = {"csr"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "approval", .serves = api::SubresourceKind::kUpdate, .keeps = {"spec", "status.certificate"}},
            {.name = "status", .keeps = {"spec", "status.conditions"}},
        },
    .key_prefix = "/registry/certificatesigningrequests/",
    .selectable_fields =
        {
            {.name = "spec.signerName"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .selects_namespace = false,
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
            {.name = "SignerName", .type = "string", .documented_by = {"certificates.v1beta1.CertificateSigningRequestSpec", "signerName"}},
            {.name = "Requestor", .type = "string", .documented_by = {"certificates.v1beta1.CertificateSigningRequestSpec", "request"}},
            {.name = "RequestedDuration",
             .type = "string",
             .documented_by = {"certificates.v1beta1.CertificateSigningRequestSpec", "expirationSeconds"}},
            {.name = "Condition",
             .type = "string",
             .documented_by = {"certificates.v1beta1.CertificateSigningRequestStatus", "conditions"}},
        },
    .row = hook<row>,
    .validate_name = object::name_is_path_segment,
    .keeps = {"spec"},
    .has_status = true,
};

}  // namespace pintle::certificates
