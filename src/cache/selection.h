// Selection: a label selector and a field selector, bound to a resource's selectable fields.
//
//   PINTLE_TRY(auto selection, Selection::create(spec, std::move(labels), std::move(fields)));
//   if (selection.matches(object)) ...
//
// Immutable once made; any thread. Copies are not cheap: share it.
// Errors: bad_request "field label not supported: x", as upstream has it for kinds without a text of their own.
// Source: apiserver/pkg/storage/selection_predicate.go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cache/object.h"
#include "cache/resource_spec.h"
#include "object/field_selector.h"
#include "object/label_selector.h"

namespace pintle::cache {

class Selection {
 public:
  // Everything.
  Selection() = default;
  static Result<Selection> create(const ResourceSpec& spec, object::LabelSelector labels, const object::FieldSelector& fields);

  // Nothing is asked: a list need not look at attributes, and may tell remainingItemCount.
  bool empty() const { return labels_.empty() && fields_.empty(); }
  bool matches(const Object& object) const;

  // The first exact match that the resource has an index for.
  struct IndexedMatch {
    size_t field;
    std::string_view value;  // lives as long as the selection
  };
  std::optional<IndexedMatch> indexed_match() const;

 private:
  struct FieldRequirement {
    size_t field;
    bool equal;
    bool indexed;
    std::string value;
  };
  bool matches_labels(const Object& object) const;

  object::LabelSelector labels_;
  LabelFilter wanted_labels_;  // what every object that `labels_` matches has
  std::vector<FieldRequirement> fields_;
};

}  // namespace pintle::cache
