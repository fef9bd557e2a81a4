#include "groups/core/node_label_warnings.h"

#include "object/validation.h"
#include "views/core_v1.h"
#include "views/meta_v1.h"

namespace pintle::core {
namespace {

using object::FieldPath;

struct Deprecated {
  std::string_view key;
  std::string_view message;
};
constexpr Deprecated kDeprecated[] = {
    {"beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead"},
    {"beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead"},
    {"failure-domain.beta.kubernetes.io/region", "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"},
    {"failure-domain.beta.kubernetes.io/zone", "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"},
    {"beta.kubernetes.io/instance-type", "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"},
    {"app.kubernetes.io/created-by", "deprecated since v1.9"},
    {"scheduler.alpha.kubernetes.io/preferAvoidPods", "deprecated since v1.22; use Taints and Tolerations instead"},
    {"node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead"},
};

}  // namespace

std::string_view deprecated_node_label(std::string_view key) {
  for (const Deprecated& deprecated : kDeprecated)
    if (deprecated.key == key) return deprecated.message;
  return {};
}

void warn_node_label(std::string_view key, const FieldPath& path, Warnings& warnings) {
  const std::string_view message = deprecated_node_label(key);
  if (!message.empty()) warnings.push_back(path.to_string() + ": " + std::string(key) + " is " + std::string(message));
}

void warn_node_selector_term(v1::NodeSelectorTerm term, TermValues values, const FieldPath& path, Warnings& warnings) {
  for (auto [index, expression] : term.match_expressions().enumerate()) {
    const FieldPath at = path.child("matchExpressions").index(index);
    warn_node_label(expression.key(), at.child("key"), warnings);
    if (values == TermValues::kUnchecked) continue;
    for (auto [value_index, value] : expression.values().enumerate())
      for (const std::string& fault : object::is_label_value(value))
        warnings.push_back(at.child("values").index(value_index).to_string() + ": " + std::string(value) + " is invalid, " + fault);
  }
}

void warn_node_selector(meta::v1::LabelSelector selector, const FieldPath& path, Warnings& warnings) {
  for (auto [index, expression] : selector.match_expressions().enumerate())
    warn_node_label(expression.key(), path.child("matchExpressions").index(index).child("key"), warnings);
  for (auto [key, value] : selector.match_labels())
    if (const std::string_view message = deprecated_node_label(key); !message.empty())
      warnings.push_back(path.child("matchLabels").child(key).to_string() + ": " + std::string(message));
}

}  // namespace pintle::core
