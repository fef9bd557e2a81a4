// Strategic merge patch on nodes: a merge patch in which the schema says of each list whether it is replaced or merged, and by which key
// its items are found; and in which the patch may carry directives:
//
//   {"$patch": "delete"}, {"$patch": "replace", ...}      of a map or of one item of a list
//   "$retainKeys": ["name", "hostPath"]                    drop all other members
//   "$deleteFromPrimitiveList/finalizers": ["a"]
//   "$setElementOrder/containers": [{"name": "b"}, {"name": "a"}]
//
// Errors: with the status that upstream gives them: 400 for a malformed directive, 422 for lists of lists, else 500 with upstream's text.
// Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (mergeMap and what it calls), mergepatch/errors.go.
#pragma once

#include "base/result.h"
#include "object/patch/node.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// `patch` is a plain map under construction: directives that were done are taken out of it, as upstream's messages show. It and its
// strings must outlive the tree. The result replaces `root`, which is of `type`.
Result<Node*> apply_strategic_merge(const schema::Type& type, Value& patch, NodeTree& tree, Node* root);

}  // namespace pintle::object
