// The rules of containers, init containers and ephemeral containers of one PodSpec.
//
//   const PodScope scope{.spec = spec, .volumes = volumes, .claims = claim_names(spec.resource_claims()), .options = options};
//   validate_containers(scope, path.child("containers"), errors);
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation validateContainers,
// validateInitContainers, validateEphemeralContainers.
#pragma once

#include "groups/core/pod_spec.h"
#include "groups/core/resource_rules.h"
#include "groups/core/volume_rules.h"
#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

// What containers refer to in their Pod.
struct PodScope {
  v1::PodSpec spec;
  const VolumeSources& volumes;
  ClaimNames claims;
  const PodValidationOptions& options;
};

// `path` is that of the list.
void validate_containers(const PodScope& scope, const object::FieldPath& path, object::ErrorList& errors);
void validate_init_containers(const PodScope& scope, const object::FieldPath& path, object::ErrorList& errors);
void validate_ephemeral_containers(const PodScope& scope, const object::FieldPath& path, object::ErrorList& errors);

// What is asked of a Pod's containers and not of a template's; ephemeral containers have it in theirs.
void validate_containers_only_for_pod(object::ListView<v1::Container> containers, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
