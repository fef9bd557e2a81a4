#include "groups/apps/selector_rules.h"

#include "groups/field_text.h"
#include "object/object_meta.h"
#include "object/validation.h"
#include "views/meta_v1.h"

namespace pintle::apps {

using object::ErrorList;
using object::FieldPath;
using object::LabelSelector;

void validate_required_selector(meta::v1::LabelSelector selector, std::string_view empty_detail, const FieldPath& path, ErrorList& errors) {
  if (!selector.present()) {
    errors.required(path, "");
    return;
  }
  object::validate_label_selector(selector.node(), {}, path, errors);
  if (selector.match_labels().empty() && selector.match_expressions().empty())
    errors.invalid(path, groups::selector_json(selector), empty_detail);
}

Selects selects(meta::v1::LabelSelector selector, meta::v1::ObjectMeta meta) {
  const auto parsed = LabelSelector::from_value(selector.node());
  if (!parsed) return Selects::kInvalidSelector;
  return parsed->matches(object::ObjectMeta(meta.node()).labels()) ? Selects::kYes : Selects::kNo;
}

bool has_invalid_label_value(meta::v1::LabelSelector selector) {
  for (const meta::v1::LabelSelectorRequirement requirement : selector.match_expressions())
    for (const std::string_view value : requirement.values())
      if (!object::is_label_value(value).empty()) return true;
  return false;
}

}  // namespace pintle::apps
