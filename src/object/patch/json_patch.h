// JSON Patch (RFC 6902) on nodes, as gopkg.in/evanphx/json-patch.v4 does it: negative indexes count from the end, `replace` makes what is
// not there, `test` of what is not there holds for null, a copy of what is not there is null.
//
//   if (!apply_json_patch(operations, tree, root)) ...    // all of it or an error; which operation failed is not told to clients
//
// Source: evanphx/json-patch.v4 patch.go.
#pragma once

#include "object/patch/node.h"
#include "object/value.h"

namespace pintle::object {

inline constexpr size_t kJsonPatchCopyBytesMax = 3 << 20;  // JSON text of all that `copy` copies; apiserver: JSONPatchMaxCopyBytes

// `operations`: the plain list of operations. `root` is replaced when an operation replaces the whole.
bool apply_json_patch(const Value& operations, NodeTree& tree, Node*& root);

// What a strict decoder takes for one operation: op, path, from and value.
const schema::Type& json_patch_type();

}  // namespace pintle::object
