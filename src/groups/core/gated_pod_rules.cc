#include "groups/core/gated_pod_rules.h"

#include <string>

#include "groups/internal_json.h"
#include "object/equality.h"
#include "object/json.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ListView;
using object::Value;

using Labels = object::MapView<std::string_view>;

std::string json(Labels labels, bool present) {
  if (!present) return "null";
  std::string out = "{";
  for (auto [key, value] : labels)
    out.append(out.size() > 1 ? "," : "").append(object::json_quoted(key)).append(":").append(object::json_quoted(value));
  return out + "}";
}

void validate_selector(v1::PodSpec spec, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  const Labels now = spec.node_selector();
  for (auto [key, value] : old.node_selector())
    if (!now.contains(key) || now.get(key) != value)
      return errors.invalid(path, json(now, spec.has_node_selector()),
                            "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
}

// The old requirements are the first of the new ones.
bool begins_with(ListView<v1::NodeSelectorRequirement> now, ListView<v1::NodeSelectorRequirement> old) {
  if (now.size() < old.size()) return false;
  for (size_t i = 0; i < old.size(); ++i)
    if (!object::semantic_equal(v1::NodeSelectorRequirement::schema_type(), now[i].node(), old[i].node())) return false;
  return true;
}

bool only_adds(v1::NodeSelectorTerm now, v1::NodeSelectorTerm old) {
  const bool was_empty = old.match_expressions().empty() && old.match_fields().empty();
  const bool is_empty = now.match_expressions().empty() && now.match_fields().empty();
  if (was_empty && !is_empty) return false;
  return begins_with(now.match_expressions(), old.match_expressions()) && begins_with(now.match_fields(), old.match_fields());
}

std::string json(ListView<v1::NodeSelectorTerm> terms) {
  std::string out = "[";
  for (const v1::NodeSelectorTerm term : terms) out.append(out.size() > 1 ? "," : "").append(groups::internal_json_line(term));
  return terms.empty() ? "null" : out + "]";
}

void validate_node_affinity(v1::NodeAffinity now, v1::NodeAffinity old, const FieldPath& path, ErrorList& errors) {
  const ListView before = old.required_during_scheduling_ignored_during_execution().node_selector_terms();
  const ListView terms = now.required_during_scheduling_ignored_during_execution().node_selector_terms();
  if (before.empty()) return;
  const FieldPath at = path.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms");
  if (before.size() != terms.size())
    return errors.invalid(at, json(terms), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
  for (size_t i = 0; i < before.size(); ++i)
    if (!only_adds(terms[i], before[i]))
      errors.invalid(at.index(i), groups::internal_json_line(terms[i]), "only additions are allowed (no mutations or deletions)");
}

Value copy_of(const Value* node, object::Arena& arena) { return node ? object::deep_copy(*node, arena) : Value(); }

void restore_node_affinity(v1::PodSpecMut spec, v1::PodSpec old) {
  const v1::NodeAffinity before = old.affinity().node_affinity();
  if (!spec.affinity() && !before) return;
  const bool only_nodes = spec.affinity() && !spec.affinity().pod_affinity() && !spec.affinity().pod_anti_affinity();
  if (!old.affinity() && only_nodes) return spec.clear_affinity();
  const Value affinity = copy_of(before.node(), spec.arena());
  affinity.is_null() ? spec.affinity().clear_node_affinity() : spec.ensure_affinity().set_node_affinity(affinity);
}

}  // namespace

void validate_gated_changes(v1::PodSpecMut spec, v1::PodSpec old, const FieldPath& path, ErrorList& errors) {
  validate_selector(spec, old, path.child("nodeSelector"), errors);
  const int selector = v1::PodSpec::schema_type().find("nodeSelector");
  const Value* before = old.node() ? old.node()->get(static_cast<uint16_t>(selector)) : nullptr;
  before ? spec.set_node_selector(copy_of(before, spec.arena())) : spec.clear_node_selector();

  const v1::NodeAffinity now = spec.affinity().node_affinity();
  const v1::NodeAffinity old_affinity = old.affinity().node_affinity();
  if (now.present() == old_affinity.present() && object::semantic_equal(v1::NodeAffinity::schema_type(), now.node(), old_affinity.node()))
    return;
  validate_node_affinity(now, old_affinity, path.child("affinity").child("nodeAffinity"), errors);
  restore_node_affinity(spec, old);
}

}  // namespace pintle::core
