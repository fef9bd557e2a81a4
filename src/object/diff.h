// Diff: where two objects differ, one line per path, for tests and logs.
//
//   diff(type, a, b) == "~ .spec.replicas: 1 -> 2\n- .metadata.labels.app: \"web\"\n"
#pragma once

#include <string>

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// "" when both show the same JSON. Null is absent.
std::string diff(const schema::Type& type, const Value* left, const Value* right);

}  // namespace pintle::object
