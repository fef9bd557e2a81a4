// The rules of files that come from the API: configMap, secret, downwardAPI and projected volumes.
//
// Pure; any thread. Source: pkg/apis/core/validation validateProjectedVolumeSource and what it is made of.
#pragma once

#include "groups/core/volume_rules.h"

namespace pintle::core {

void validate_secret_volume(v1::SecretVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_config_map_volume(v1::ConfigMapVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_downward_api_volume(v1::DownwardAPIVolumeSource source, const object::FieldPath& path, object::ErrorList& errors);
void validate_projected_volume(v1::ProjectedVolumeSource source, const VolumeRules& rules, const object::FieldPath& path,
                               object::ErrorList& errors);

}  // namespace pintle::core
