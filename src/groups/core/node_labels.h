// Labels of Nodes that selectors should not name any more, and the warnings about them.
//
// Thread: pure. Source: pkg/api/node/util.go.
#pragma once

#include <optional>
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

// What to do instead of naming this label, if it is deprecated.
std::optional<std::string_view> node_label_deprecation(std::string_view key);
void warn_node_selector(meta::v1::LabelSelector selector, const object::FieldPath& path, std::vector<std::string>& warnings);
void warn_node_selector_term(v1::NodeSelectorTerm term, const object::FieldPath& path, std::vector<std::string>& warnings);

}  // namespace pintle::core
