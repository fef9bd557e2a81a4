// JSON merge patch (RFC 7386) on nodes, as gopkg.in/evanphx/json-patch.v4 does it.
// Source: evanphx/json-patch.v4 merge.go.
#pragma once

#include "object/patch/node.h"
#include "object/value.h"

namespace pintle::object {

// `patch`: a plain map; it must outlive the tree. `root` is an object.
void apply_merge_patch(const Value& patch, NodeTree& tree, Node& root);

// The plain value without the members that are null, all the way down; null items of lists stay.
Value without_nulls(const Value& plain, Arena& arena);

}  // namespace pintle::object
