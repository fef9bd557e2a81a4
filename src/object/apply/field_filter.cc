#include "object/apply/field_filter.h"

#include "object/apply/field_set_builder.h"

namespace pintle::object {
namespace {

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> names;
  for (size_t dot; (dot = path.find('.')) != std::string_view::npos; path.remove_prefix(dot + 1)) names.push_back(path.substr(0, dot));
  names.push_back(path);
  return names;
}

bool matches(std::string_view pattern, const PathElement& element) {
  return pattern == "*" || (element.kind == PathElement::Kind::kField && element.value.as_string() == pattern);
}

}  // namespace

std::vector<PathElement> field_path(std::string_view dotted) {
  std::vector<PathElement> path;
  for (std::string_view name : split_path(dotted)) path.push_back(PathElement::field(name));
  return path;
}

FieldFilter::FieldFilter(std::span<const std::string_view> reset_fields, std::span<const std::string_view> written_fields, Arena& arena)
    : arena_(arena) {
  for (std::string_view path : reset_fields) reset_ = reset_.with(field_path(path), arena);
  for (std::string_view path : written_fields) written_.push_back(split_path(path));
}

FieldSet FieldFilter::filtered(const FieldSet& set) const {
  if (written_.empty()) return reset_.empty() ? set : set.without_recursively(reset_, arena_);
  std::vector<std::span<const std::string_view>> patterns(written_.begin(), written_.end());
  return FieldSet(included(set.root(), patterns, arena_));
}

FieldSet::Node FieldFilter::included(FieldSet::Node node, std::span<const std::span<const std::string_view>> patterns, Arena& arena) {
  FieldSetBuilder builder(arena);
  FieldSetBuilder::Level level(builder);
  for (const FieldSet::Entry& entry : node) {
    std::vector<std::span<const std::string_view>> below;
    bool whole = false;
    for (std::span<const std::string_view> pattern : patterns) {
      if (!matches(pattern[0], entry.element)) continue;
      below.push_back(pattern.subspan(1));
      whole |= pattern.size() == 1;
    }
    if (below.empty()) continue;
    level.add(entry.element, entry.member, whole ? entry.children : included(entry.children, below, arena));
  }
  return level.finish();
}

const FieldSet& stripped_fields() {
  static Arena arena;
  static const FieldSet kFields = FieldSet::of(arena, {{"apiVersion"},
                                                       {"kind"},
                                                       {"metadata"},
                                                       {"metadata", "name"},
                                                       {"metadata", "namespace"},
                                                       {"metadata", "creationTimestamp"},
                                                       {"metadata", "selfLink"},
                                                       {"metadata", "uid"},
                                                       {"metadata", "clusterName"},
                                                       {"metadata", "generation"},
                                                       {"metadata", "managedFields"},
                                                       {"metadata", "resourceVersion"}});
  return kFields;
}

}  // namespace pintle::object
