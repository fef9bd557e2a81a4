// A part of an object as upstream's messages print it: validation works on internal types there, whose fields have Go's names and are all
// written.
//
//   errors.not_supported(path, internal_json(strategy), kStrategies);   // {"Type":"x","RollingUpdate":{"MaxUnavailable":1,"MaxSurge":"25%"}}
//   errors.invalid(path, selector_json(spec.selector()), "...");        // {"matchLabels":{"a":"b"}}: types of meta/v1 are the API's own
//   if (field_changed("selector", spec, old)) ...                       // a Go pointer or plain field, compared as upstream compares
//
// Internal types that are not shaped like the served ones (PodSpec's securityContext) are not printed by this.
// Thread: pure. Source: apimachinery/pkg/util/validation/field ErrorBody; k8s.io/kubernetes/pkg/apis/<group>/types.go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "object/view.h"
#include "schema/type.h"

namespace pintle::meta::v1 {
class LabelSelector;
class ObjectMeta;
}  // namespace pintle::meta::v1

namespace pintle::groups {

// A struct; a null node is the zero struct.
std::string internal_json(const schema::Type& type, const object::Value* node);
template <class View>
std::string internal_json(View view) {
  return internal_json(View::schema_type(), view.node());
}
// The same of a Go pointer: "null" when it is absent.
template <class View>
std::string internal_json_or_null(View view) {
  return view.present() ? internal_json(view) : std::string("null");
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
