// Warnings of labels of Nodes that have another name today, where something selects by them.
//
// Thread: pure. Source: pkg/api/node/util.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "object/field_path.h"

namespace pintle::core::v1 {
class NodeSelectorTerm;
}
namespace pintle::meta::v1 {
class LabelSelector;
}

namespace pintle::core {

using Warnings = std::vector<std::string>;

// `deprecated since v1.14; use "kubernetes.io/arch" instead`; "" for all others.
std::string_view deprecated_node_label(std::string_view key);
// "path: key is deprecated ..."
void warn_node_label(std::string_view key, const object::FieldPath& path, Warnings& warnings);

// The values of a term that is only preferred are not validated.
enum class TermValues : bool { kUnchecked, kChecked };
void warn_node_selector_term(v1::NodeSelectorTerm term, TermValues values, const object::FieldPath& path, Warnings& warnings);
// Of a selector of Nodes; absent gives none.
void warn_node_selector(meta::v1::LabelSelector selector, const object::FieldPath& path, Warnings& warnings);

}  // namespace pintle::core
