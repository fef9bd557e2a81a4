// The rules of a PersistentVolume's spec, also where it stands in a VolumeAttachment.
//
//   validate_volume_spec(volume.spec(), {.name = name}, FieldPath("spec"), errors);
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/core/validation (ValidatePersistentVolumeSpec).
#pragma once

#include <cstdint>
#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"

namespace pintle::core::v1 {
class PersistentVolumeSpec;
}

namespace pintle::core {

// A volume that stands in another object has a CSI source and little else.
enum class VolumePlace : uint8_t { kOwnObject, kInline };

struct VolumeSpecRules {
  std::string_view name;  // of the PersistentVolume
  VolumePlace place = VolumePlace::kOwnObject;
  bool allow_invalid_label_values = false;  // in the node affinity, for objects that have some already
};

void validate_volume_spec(v1::PersistentVolumeSpec spec, const VolumeSpecRules& rules, const object::FieldPath& path,
                          object::ErrorList& errors);

}  // namespace pintle::core
