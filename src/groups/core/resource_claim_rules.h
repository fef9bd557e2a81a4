// The rules of spec.resourceClaims of a Pod: a name of its own, and a claim or a template of one.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validatePodResourceClaims.
#pragma once

#include "groups/core/resource_rules.h"
#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// `meta` is absent for a template.
void validate_pod_resource_claims(object::ListView<v1::PodResourceClaim> claims, meta::v1::ObjectMeta meta, const object::FieldPath& path,
                                  object::ErrorList& errors);
ClaimNames claim_names(object::ListView<v1::PodResourceClaim> claims);

}  // namespace pintle::core
