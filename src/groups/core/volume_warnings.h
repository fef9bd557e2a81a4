// Warnings of a Pod's volumes: kinds that are going or gone, files of one volume that hide each other.
//
// Thread: pure. Source: pkg/api/pod/warnings.go.
#pragma once

#include <string>
#include <vector>

#include "object/field_path.h"

namespace pintle::core::v1 {
class PodSpec;
}

namespace pintle::core {

// `path` is that of the list.
void warn_volume_sources(v1::PodSpec spec, const object::FieldPath& path, std::vector<std::string>& warnings);
void warn_overlapping_paths(v1::PodSpec spec, std::vector<std::string>& warnings);

}  // namespace pintle::core
