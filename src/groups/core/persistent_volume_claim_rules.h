// The rules of a PersistentVolumeClaim's spec, also where it is a template: a pod's ephemeral volumes.
//
//   validate_claim_spec(template.spec(), {}, path.child("spec"), errors);
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/core/validation (ValidatePersistentVolumeClaimSpec,
// ValidatePersistentVolumeClaimTemplate), pkg/api/persistentvolumeclaim/util.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "object/field_error.h"
#include "object/field_path.h"
#include "object/view.h"

namespace pintle::core::v1 {
class PersistentVolumeClaimSpec;
class PersistentVolumeClaimSpecMut;
}  // namespace pintle::core::v1

namespace pintle::core {

// What an object may keep that had it before.
struct ClaimSpecRules {
  bool allow_invalid_label_values = false;  // in the selector
  bool allow_invalid_api_group = false;     // of the data source
};

void validate_claim_spec(v1::PersistentVolumeClaimSpec spec, const ClaimSpecRules& rules, const object::FieldPath& path,
                         object::ErrorList& errors);

// The rules for the successor of `old`, as a template or as a claim.
ClaimSpecRules claim_template_rules(v1::PersistentVolumeClaimSpec old);
ClaimSpecRules claim_rules(v1::PersistentVolumeClaimSpec old);

void set_claim_spec_defaults(v1::PersistentVolumeClaimSpecMut spec);
// One of dataSource and dataSourceRef that is set says what the other one is. `old` is absent on create.
void prepare_data_sources(v1::PersistentVolumeClaimSpecMut spec, v1::PersistentVolumeClaimSpec old);
void warn_claim_spec(v1::PersistentVolumeClaimSpec spec, const object::FieldPath& path, std::vector<std::string>& warnings);

// accessModes of claims and volumes.
void validate_access_modes(object::ListView<std::string_view> modes, const object::FieldPath& path, object::ErrorList& errors);
void validate_volume_mode(std::string_view mode, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
