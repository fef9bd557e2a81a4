#include "groups/core/node_labels.h"

#include "views/core_v1.h"

namespace pintle::core {
namespace {

struct Deprecation {
  std::string_view key;
  std::string_view message;
};

constexpr Deprecation kDeprecated[] = {
    {"beta.kubernetes.io/arch", R"(deprecated since v1.14; use "kubernetes.io/arch" instead)"},
    {"beta.kubernetes.io/os", R"(deprecated since v1.14; use "kubernetes.io/os" instead)"},
    {"failure-domain.beta.kubernetes.io/region", R"(deprecated since v1.17; use "topology.kubernetes.io/region" instead)"},
    {"failure-domain.beta.kubernetes.io/zone", R"(deprecated since v1.17; use "topology.kubernetes.io/zone" instead)"},
    {"beta.kubernetes.io/instance-type", R"(deprecated since v1.17; use "node.kubernetes.io/instance-type" instead)"},
    {"app.kubernetes.io/created-by", "deprecated since v1.9"},
    {"scheduler.alpha.kubernetes.io/preferAvoidPods", "deprecated since v1.22; use Taints and Tolerations instead"},
    {"node-role.kubernetes.io/master", R"(use "node-role.kubernetes.io/control-plane" instead)"},
};

template <class Requirement>
void warn_expressions(object::ListView<Requirement> expressions, const object::FieldPath& path, std::vector<std::string>& warnings) {
  for (auto [index, expression] : expressions.enumerate())
    if (const auto message = node_label_deprecation(expression.key()))
      warnings.push_back(path.child("matchExpressions").index(index).child("key").to_string() + ": " + std::string(expression.key()) +
                         " is " + std::string(*message));
}

}  // namespace

std::optional<std::string_view> node_label_deprecation(std::string_view key) {
  for (const Deprecation& deprecation : kDeprecated)
    if (deprecation.key == key) return deprecation.message;
  return std::nullopt;
}

void warn_node_selector(meta::v1::LabelSelector selector, const object::FieldPath& path, std::vector<std::string>& warnings) {
  warn_expressions(selector.match_expressions(), path, warnings);
  for (auto [key, value] : selector.match_labels())
    if (const auto message = node_label_deprecation(key))
      warnings.push_back(path.child("matchLabels").child(key).to_string() + ": " + std::string(*message));
}

void warn_node_selector_term(v1::NodeSelectorTerm term, const object::FieldPath& path, std::vector<std::string>& warnings) {
  warn_expressions(term.match_expressions(), path, warnings);
}

}  // namespace pintle::core
