#include "groups/internal_json.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/object_meta.h"
#include "views/meta_v1.h"

namespace pintle::groups {
namespace {

using object::Value;
using schema::Type;
using schema::TypeKind;

constexpr std::string_view kApimachinery = "io.k8s.apimachinery.";

struct GoName {
  std::string_view json;
  std::string_view go;
};
// Where the Go name is not the JSON name with a capital.
constexpr std::array kGoNames = {GoName{"ttlSecondsAfterFinished", "TTLSecondsAfterFinished"}};

void append_go_name(std::string_view json, std::string& out) {
  const auto* found = std::ranges::find(kGoNames, json, &GoName::json);
  if (found != kGoNames.end()) {
    out += found->go;
    return;
  }
  out += static_cast<char>(json[0] >= 'a' && json[0] <= 'z' ? json[0] - 'a' + 'A' : json[0]);
  out += json.substr(1);
}

void append_node(const Type& type, const Value& node, std::string& out);

void append_zero(const schema::Field& field, std::string& out) {
  if (field.pointer) {
    out += "null";
    return;
  }
  switch (field.type->kind) {
    case TypeKind::kBool:
      out += "false";
      return;
    case TypeKind::kInt32:
    case TypeKind::kInt64:
    case TypeKind::kDouble:
    case TypeKind::kIntOrString:
      out += '0';
      return;
    case TypeKind::kString:
      out += "\"\"";
      return;
    case TypeKind::kQuantity:
      out += "\"0\"";
      return;
    case TypeKind::kStruct:
      append_node(*field.type, Value::empty_struct(), out);
      return;
    default:
      out += "null";
  }
}

void append_struct(const Type& type, const Value& node, std::string& out) {
  out += '{';
  for (size_t i = 0; i < type.fields.size(); ++i) {
    if (i > 0) out += ',';
    out += '"';
    append_go_name(type.fields[i].name, out);
    out += "\":";
    const Value* field = node.get(static_cast<uint16_t>(i));
    if (field)
      append_node(*type.fields[i].type, *field, out);
    else
      append_zero(type.fields[i], out);
  }
  out += '}';
}

void append_list(const Type& type, const Value& node, std::string& out) {
  out += '[';
  for (const Value& item : node.items()) {
    if (&item != node.items().data()) out += ',';
    append_node(*type.element, item, out);
  }
  out += ']';
}

// Lists and structs are walked here; what has one form for all versions is printed as the API does.
void append_node(const Type& type, const Value& node, std::string& out) {
  if (type.kind == TypeKind::kStruct && !type.name.starts_with(kApimachinery))
    append_struct(type, node, out);
  else if (type.kind == TypeKind::kList)
    append_list(type, node, out);
  else
    object::encode_json(type, node, out);
}

}  // namespace

std::string internal_json(const Type& type, const Value* node) {
  std::string out;
  append_node(type, node ? *node : Value::empty_struct(), out);
  return out;
}

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
