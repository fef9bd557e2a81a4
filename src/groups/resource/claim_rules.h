// The rules of ResourceClaims: of the spec, also in a template, and of the status.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/resource/validation/validation.go, pkg/apis/resource/v1/defaults.go.
#pragma once

#include "object/field_error.h"
#include "object/field_path.h"
#include "views/resource_v1_mut.h"

namespace pintle::resource {

void set_claim_defaults(v1::ResourceClaimSpecMut spec);
void validate_claim(v1::ResourceClaimSpec spec, const object::FieldPath& path, object::ErrorList& errors);

// `claim` and `old` have the same spec.
void validate_claim_status_update(v1::ResourceClaim claim, v1::ResourceClaim old, object::ErrorList& errors);
// What a claim no longer has allocated leaves status.devices.
void drop_deallocated_devices(v1::ResourceClaimMut claim, v1::ResourceClaim old);

// The names that a claim's requests can be referred to by: "gpu", "gpu/first".
class RequestNames {
 public:
  explicit RequestNames(v1::DeviceClaim claim);
  void validate_reference(std::string_view name, const object::FieldPath& path, object::ErrorList& errors) const;

 private:
  bool contains(std::string_view name) const;
  v1::DeviceClaim claim_;
};
inline constexpr int64_t kRequestsMax = 32;
inline constexpr int64_t kConfigsMax = 32;

}  // namespace pintle::resource
