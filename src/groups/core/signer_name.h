// Names of signers ("example.com/my-signer") and of the ClusterTrustBundles that they keep.
//
// Pure; any thread. Source: pkg/apis/core/validation/names.go.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "object/validation.h"

namespace pintle::core {

// kubernetes.io or below it.
bool is_kubernetes_signer_name(std::string_view name);
void validate_signer_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);
// A bundle of a signer is "<domain>:<path>:<name>", one of none has no ':'.
object::Messages is_cluster_trust_bundle_name(std::string_view name);

}  // namespace pintle::core
