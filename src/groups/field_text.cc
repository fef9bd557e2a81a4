#include "groups/field_text.h"

#include "base/check.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/object_meta.h"
#include "views/meta_v1.h"

namespace pintle::groups {

using object::Value;
using schema::Type;

std::string selector_json(meta::v1::LabelSelector selector) {
  if (!selector.present()) return "null";
  std::string out;
  object::encode_json(meta::v1::LabelSelector::schema_type(), *selector.node(), out);
  return out;
}

std::string labels_json(meta::v1::ObjectMeta meta) {
  if (!meta.has_labels()) return "null";
  std::string out = "{";
  for (auto [key, value] : meta.labels()) {
    if (out.size() > 1) out += ',';
    object::append_json_string(key, out);
    out += ':';
    object::append_json_string(value, out);
  }
  return out += '}';
}

std::string int_or_string_json(object::IntOrString value) {
  if (!value.is_string()) return std::to_string(value.as_int());
  std::string out;
  object::append_json_string(value.as_string(), out);
  return out;
}

std::string text_or_null(std::optional<std::string_view> text) {
  if (!text) return "null";
  std::string out;
  object::append_json_string(*text, out);
  return out;
}

std::string number_or_null(std::optional<int64_t> number) { return number ? std::to_string(*number) : "null"; }

bool field_changed(const Type& type, std::string_view name, const Value* now, const Value* before) {
  const int index = type.find(name);
  PINTLE_CHECK(index >= 0);
  const auto field = static_cast<uint16_t>(index);
  return !object::semantic_equal(type.fields[field], now ? now->get(field) : nullptr, before ? before->get(field) : nullptr);
}

}  // namespace pintle::groups
