// The rules of a container's environment: env and envFrom. Names may have any printable character but '='.
//
// Pure; any thread. Errors go to the list in upstream's order. Source: pkg/apis/core/validation ValidateEnv, ValidateEnvFrom.
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_env(object::ListView<v1::EnvVar> variables, const object::FieldPath& path, object::ErrorList& errors);
void validate_env_from(object::ListView<v1::EnvFromSource> sources, const object::FieldPath& path, object::ErrorList& errors);
// A file that variables are read from is in an emptyDir volume of the Pod; `path` is that of the spec.
void validate_file_key_volumes(v1::PodSpec spec, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
