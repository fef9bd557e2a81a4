// field_text: the values of fields as upstream's messages print them, and whether a field has changed.
//
//   errors.invalid(path, selector_json(spec.selector()), "...");        // {"matchLabels":{"a":"b"}}: types of meta/v1 are the API's own
//   if (field_changed("selector", spec, old)) ...                       // a Go pointer or plain field, compared as upstream compares
//
// Thread: pure. Source: apimachinery/pkg/util/validation/field ErrorBody.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "groups/internal_json.h"
#include "object/view.h"
#include "schema/type.h"

namespace pintle::meta::v1 {
class LabelSelector;
class ObjectMeta;
}  // namespace pintle::meta::v1

namespace pintle::groups {

// internal_json_line() of a Go pointer: "null" when it is absent.
template <class View>
std::string internal_json_line_or_null(View view) {
  return view.present() ? internal_json_line(view) : std::string("null");
}

std::string selector_json(meta::v1::LabelSelector selector);
std::string labels_json(meta::v1::ObjectMeta meta);
std::string int_or_string_json(object::IntOrString value);
std::string text_or_null(std::optional<std::string_view> text);
std::string number_or_null(std::optional<int64_t> number);

// Whether the field of two structs of a type differs; absent structs have no fields.
bool field_changed(const schema::Type& type, std::string_view name, const object::Value* now, const object::Value* before);
template <class View>
bool field_changed(std::string_view name, View now, View before) {
  return field_changed(View::schema_type(), name, now.node(), before.node());
}

}  // namespace pintle::groups
