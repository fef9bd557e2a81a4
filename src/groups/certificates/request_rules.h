// The rules of CertificateSigningRequests. Who may change what of a status depends on the way it is written.
//
//   validate_request(request, {}, errors);                                                    // create
//   validate_request_update(request, old, RequestUpdate::kApproval, errors);
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/certificates/validation/validation.go,
// pkg/registry/certificates/certificates/strategy.go.
#pragma once

#include <cstdint>

#include "object/field_error.h"
#include "views/certificates_v1_mut.h"

namespace pintle::certificates {

// What may be wrong because the stored object is.
struct RequestRules {
  bool allow_both_approved_and_denied = false;
  bool allow_legacy_signer_name = false;
  bool allow_duplicate_condition_types = false;
  bool allow_empty_condition_type = false;
  bool allow_arbitrary_certificate = false;
  bool allow_unknown_usages = false;
  bool allow_duplicate_usages = false;
};

enum class RequestUpdate : uint8_t { kObject, kStatus, kApproval };

void validate_request(v1::CertificateSigningRequest request, const RequestRules& rules, object::ErrorList& errors);
void validate_request_update(v1::CertificateSigningRequest request, v1::CertificateSigningRequest old, RequestUpdate update,
                             object::ErrorList& errors);

// Approval is not for those who write the status: conditions of these types are taken from the stored object.
void keep_approval(v1::CertificateSigningRequestMut request, v1::CertificateSigningRequest old);
// When conditions were last updated and changed, where the client does not say.
void set_condition_times(v1::CertificateSigningRequestMut request, v1::CertificateSigningRequest old, int64_t now_seconds);

}  // namespace pintle::certificates
