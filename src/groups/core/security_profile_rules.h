// The rules of seccomp and AppArmor profiles, of a container and of a Pod. An absent profile has no faults.
//
// Pure; any thread. Source: pkg/apis/core/validation validateSeccompProfileField, ValidateAppArmorProfileField.
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_seccomp_profile(v1::SeccompProfile profile, const object::FieldPath& path, object::ErrorList& errors);
void validate_app_armor_profile(v1::AppArmorProfile profile, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
