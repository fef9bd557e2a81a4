// CertificateSigningRequest: asks a signer for a certificate. Source: certificates.k8s.io/v1 CertificateSigningRequest;
// pkg/registry/certificates/certificates.
#include "groups/certificates/certificates.h"

namespace pintle::certificates {

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
    .validate_name = object::name_is_path_segment,
    .keeps = {"spec"},
    .has_status = true,
};

}  // namespace pintle::certificates
