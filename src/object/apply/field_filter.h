// FieldFilter: which fields a write through some endpoint may own.
//
//   FieldFilter filter({"status"}, {}, arena);                                  // the main resource
//   FieldFilter filter({}, {"spec.containers.*.resources"}, arena);             // /resize
//
// Ownership: views of the texts and the arena. Source: structured-merge-diff/v6/fieldpath/set.go excludeFilter, includeMatcherFilter.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "object/document.h"
#include "object/field_set.h"

namespace pintle::object {

class FieldFilter {
 public:
  // Both as in ManagedRequest.
  FieldFilter(std::span<const std::string_view> reset_fields, std::span<const std::string_view> written_fields, Arena& arena);

  FieldSet filtered(const FieldSet& set) const;

 private:
  using Pattern = std::vector<std::string_view>;
  static FieldSet::Node included(FieldSet::Node node, std::span<const std::span<const std::string_view>> patterns, Arena& arena);
  Arena& arena_;
  FieldSet reset_;
  std::vector<Pattern> written_;
};

// "spec.replicas" as a path of field names; views of the text.
std::vector<PathElement> field_path(std::string_view dotted);

// The fields that no manager owns: apiVersion, kind, metadata and those of its fields that the server sets.
const FieldSet& stripped_fields();

}  // namespace pintle::object
