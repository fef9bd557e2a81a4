#include "cache/selection.h"

#include <algorithm>
#include <array>

namespace pintle::cache {
namespace {
constexpr size_t kLabelsOnStack = 32;

LabelFilter wanted_by(const object::LabelSelector& selector) {
  using enum object::LabelOperator;
  LabelFilter wanted;
  for (const object::LabelRequirement& requirement : selector.requirements()) {
    switch (requirement.op) {
      case kEquals:
      case kDoubleEquals:
      case kIn:
        if (requirement.values.size() == 1) {
          wanted.add_label(requirement.key, requirement.values.front());
          break;
        }
        [[fallthrough]];
      case kExists:
      case kGreaterThan:
      case kLessThan:
        wanted.add_key(requirement.key);
        break;
      case kNotIn:
      case kNotEquals:
      case kDoesNotExist:
        break;
    }
  }
  return wanted;
}

}  // namespace

Result<Selection> Selection::create(const ResourceSpec& spec, object::LabelSelector labels, const object::FieldSelector& fields) {
  Selection selection;
  selection.wanted_labels_ = wanted_by(labels);
  selection.labels_ = std::move(labels);
  for (const object::FieldRequirement& requirement : fields.requirements()) {
    const auto found = std::ranges::find(spec.selectable_fields, requirement.field, &SelectableField::name);
    if (found == spec.selectable_fields.end()) return fail(Status::bad_request("field label not supported: " + requirement.field));
    selection.fields_.push_back({.field = static_cast<size_t>(found - spec.selectable_fields.begin()),
                                 .equal = requirement.op == object::FieldRequirement::Operator::kEquals,
                                 .indexed = found->indexed,
                                 .value = requirement.value});
  }
  return selection;
}

bool Selection::matches(const Object& object) const {
  if (!object.label_filter().may_contain(wanted_labels_)) return false;
  for (const FieldRequirement& requirement : fields_) {
    if ((object.field(requirement.field) == requirement.value) != requirement.equal) return false;
  }
  return labels_.empty() || matches_labels(object);
}

bool Selection::matches_labels(const Object& object) const {
  std::array<object::Label, kLabelsOnStack> few;
  std::vector<object::Label> many;
  std::span<object::Label> labels = few;
  if (object.label_count() > few.size()) {
    many.resize(object.label_count());
    labels = many;
  }
  labels = labels.first(object.label_count());
  for (size_t i = 0; i < labels.size(); ++i) labels[i] = object.label(i);
  return labels_.matches(labels);
}

std::optional<Selection::IndexedMatch> Selection::indexed_match() const {
  for (const FieldRequirement& requirement : fields_) {
    if (requirement.equal && requirement.indexed) return IndexedMatch{requirement.field, requirement.value};
  }
  return std::nullopt;
}

}  // namespace pintle::cache
