// Warnings of ports that several containers of a Pod define, or one twice. `path` is that of the spec.
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

void warn_ports(v1::PodSpec spec, const object::FieldPath& path, std::vector<std::string>& warnings);

}  // namespace pintle::core
