#include "api/openapi/definition.h"

#include <string>

namespace pintle::api::openapi {
namespace {

using schema::Emit;
using schema::Field;
using schema::MergeKind;
using schema::Type;
using schema::TypeKind;

struct Scalar {
  std::string_view type;
  std::string_view format;
};

// type "" when it is no scalar.
Scalar scalar_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return {"boolean", ""};
    case TypeKind::kInt32:
      return {"integer", "int32"};
    case TypeKind::kInt64:
      return {"integer", "int64"};
    case TypeKind::kDouble:
      return {"number", "double"};
    case TypeKind::kString:
      return {"string", ""};
    case TypeKind::kBytes:
      return {"string", "byte"};
    default:
      return {};
  }
}

std::string_view merge_word(MergeKind merge) {
  switch (merge) {
    case MergeKind::kAtomic:
      return "atomic";
    case MergeKind::kSet:
      return "set";
    case MergeKind::kMap:
      return "map";
    case MergeKind::kGranular:
      return "granular";
    case MergeKind::kUnset:
      break;
  }
  return "";
}

std::string patch_strategy_words(uint8_t strategy) {
  constexpr struct {
    uint8_t bit;
    std::string_view word;
  } kWords[] = {{schema::kPatchMerge, "merge"}, {schema::kPatchReplace, "replace"}, {schema::kPatchRetainKeys, "retainKeys"}};
  std::string words;
  for (const auto& [bit, word] : kWords)
    if (strategy & bit) words.append(words.empty() ? "" : ",").append(word);
  return words;
}

// The marker's default, else the zero value of what JSON always holds. JSON; "" for none.
std::string_view default_of(const Field& field) {
  if (!field.default_json.empty()) return field.default_json;
  if (field.pointer) return "";
  if (field.type->kind == TypeKind::kStruct) return "{}";
  if (field.emit != Emit::kAlways) return "";
  switch (field.type->kind) {
    case TypeKind::kString:
      return "\"\"";
    case TypeKind::kBool:
      return "false";
    case TypeKind::kInt32:
    case TypeKind::kInt64:
    case TypeKind::kDouble:
      return "0";
    default:
      return "";
  }
}

void write_strings(std::string_view key, std::span<const std::string_view> values, JsonWriter& out) {
  if (values.empty()) return;
  out.key(key).begin_list();
  for (const std::string_view value : values) out.string(value);
  out.end_list();
}

void write_enum(std::span<const schema::EnumValue> values, JsonWriter& out) {
  if (values.empty()) return;
  out.key("enum").begin_list();
  for (const schema::EnumValue& value : values) out.string(value.value);
  out.end_list();
}

void write_reference(const Type& type, Edition edition, JsonWriter& out) {
  out.member("$ref", std::string(definition_prefix(edition)).append(type.name));
}

void write_element(const Type& type, Edition edition, JsonWriter& out);

// {"type":"array","items":...} without what stands before and after.
void write_elements(const Type& type, Edition edition, JsonWriter& out) {
  out.key(type.kind == TypeKind::kList ? "items" : "additionalProperties");
  write_element(*type.element, edition, out);
}

std::string_view container_type(const Type& type) { return type.kind == TypeKind::kList ? "array" : "object"; }

// What stands in a list or a map: it has neither description nor default.
void write_element(const Type& type, Edition edition, JsonWriter& out) {
  out.begin_object();
  if (is_definition(type)) {
    write_reference(type, edition, out);
  } else if (const Scalar scalar = scalar_of(type); !scalar.type.empty()) {
    out.member("type", scalar.type);
    out.optional_member("format", scalar.format);
    write_enum(type.enum_values, out);
  } else {
    out.member("type", container_type(type));
    write_elements(type, edition, out);
  }
  out.end_object();
}

void write_field_extensions(const Field& field, JsonWriter& out) {
  write_strings("x-kubernetes-list-map-keys", field.list_map_keys, out);
  const bool is_map = field.type->kind == TypeKind::kMap || field.type->kind == TypeKind::kStruct;
  out.optional_member(is_map ? "x-kubernetes-map-type" : "x-kubernetes-list-type", merge_word(field.merge));
  out.optional_member("x-kubernetes-patch-merge-key", field.patch_merge_key);
  out.optional_member("x-kubernetes-patch-strategy", patch_strategy_words(field.patch_strategy));
}

bool has_extensions(const Field& field) {
  return !field.list_map_keys.empty() || field.merge != MergeKind::kUnset || !field.patch_merge_key.empty() ||
         field.patch_strategy != schema::kPatchDefault;
}

void write_reference_property(const Field& field, Edition edition, JsonWriter& out) {
  const std::string_view preset = edition == Edition::kV3 ? default_of(field) : "";
  out.optional_member("description", field.doc);
  if (!preset.empty()) out.key("default").json(preset);
  const bool alone = field.doc.empty() && preset.empty() && !has_extensions(field);
  if (edition == Edition::kV2 || alone) {
    write_reference(*field.type, edition, out);
    return;
  }
  out.key("allOf").begin_list();
  out.begin_object();
  write_reference(*field.type, edition, out);
  out.end_object();
  out.end_list();
}

void write_plain_property(const Field& field, Edition edition, JsonWriter& out) {
  const Type& type = *field.type;
  const Scalar scalar = scalar_of(type);
  out.optional_member("description", field.doc);
  out.member("type", scalar.type.empty() ? container_type(type) : scalar.type);
  out.optional_member("format", scalar.format);
  if (const std::string_view preset = default_of(field); edition == Edition::kV3 && !preset.empty()) out.key("default").json(preset);
  if (scalar.type.empty())
    write_elements(type, edition, out);
  else
    write_enum(field.enum_values.empty() ? type.enum_values : field.enum_values, out);
}

void write_property(const Field& field, Edition edition, JsonWriter& out) {
  out.key(field.name).begin_object();
  if (is_definition(*field.type))
    write_reference_property(field, edition, out);
  else
    write_plain_property(field, edition, out);
  write_field_extensions(field, out);
  out.end_object();
}

void write_fields(const Type& type, Edition edition, JsonWriter& out) {
  out.member("type", "object");
  bool any_required = false;
  for (const Field& field : type.fields) {
    if (!field.required) continue;
    if (!any_required) out.key("required").begin_list();
    any_required = true;
    out.string(field.name);
  }
  if (any_required) out.end_list();
  if (type.fields.empty()) return;
  out.key("properties").begin_object();
  for (const uint16_t index : type.by_name) write_property(type.fields[index], edition, out);
  out.end_object();
}

// A value that is one of several scalars. Edition 2 knows one type only.
void write_one_of(std::string_view format, std::span<const std::string_view> types, Edition edition, JsonWriter& out) {
  if (edition == Edition::kV2) {
    out.member("type", "string");
    out.optional_member("format", format);
    return;
  }
  out.optional_member("format", format);
  out.key("oneOf").begin_list();
  for (const std::string_view type : types) {
    out.begin_object();
    out.member("type", type);
    out.end_object();
  }
  out.end_list();
}

void write_content(const Type& type, Edition edition, JsonWriter& out) {
  constexpr std::string_view kQuantityTypes[] = {"string", "number"};
  constexpr std::string_view kIntOrStringTypes[] = {"integer", "string"};
  switch (type.kind) {
    case TypeKind::kStruct:
      return write_fields(type, edition, out);
    case TypeKind::kTime:
    case TypeKind::kMicroTime:
      out.member("type", "string");
      return out.member("format", "date-time");
    case TypeKind::kDuration:
      return out.member("type", "string");
    case TypeKind::kQuantity:
      return write_one_of("", kQuantityTypes, edition, out);
    case TypeKind::kIntOrString:
      return write_one_of("int-or-string", kIntOrStringTypes, edition, out);
    case TypeKind::kRawExtension:
    case TypeKind::kFieldsV1:
      return out.member("type", "object");
    default:  // apiextensions' JSON and its kin: anything
      return;
  }
}

void write_kinds(std::span<const GroupVersionKind> kinds, JsonWriter& out) {
  if (kinds.empty()) return;
  out.key("x-kubernetes-group-version-kind").begin_list();
  for (const GroupVersionKind& kind : kinds) {
    out.begin_object();
    out.member("group", kind.group);
    out.member("kind", kind.kind);
    out.member("version", kind.version);
    out.end_object();
  }
  out.end_list();
}

void write_unions(std::span<const schema::Union> unions, JsonWriter& out) {
  if (unions.empty()) return;
  out.key("x-kubernetes-unions").begin_list();
  for (const schema::Union& one : unions) {
    out.begin_object();
    out.optional_member("discriminator", one.discriminator);
    out.key("fields-to-discriminateBy").begin_object();
    for (const schema::UnionMember& member : one.members) out.member(member.name, member.discriminated_by);
    out.end_object();
    out.end_object();
  }
  out.end_list();
}

}  // namespace

bool is_definition(const Type& type) {
  return scalar_of(type).type.empty() && type.kind != TypeKind::kList && type.kind != TypeKind::kMap && !type.name.empty();
}

void for_each_reference(const Type& type, const std::function<void(const Type&)>& visit) {
  if (type.kind != TypeKind::kStruct) return;
  for (const Field& field : type.fields) {
    const Type* referred = field.type;
    while (referred->kind == TypeKind::kList || referred->kind == TypeKind::kMap) referred = referred->element;
    if (is_definition(*referred)) visit(*referred);
  }
}

void write_definition(const Type& type, Edition edition, std::span<const GroupVersionKind> kinds, JsonWriter& out) {
  out.begin_object();
  out.optional_member("description", type.doc);
  write_content(type, edition, out);
  write_kinds(kinds, out);
  if (type.kind == TypeKind::kStruct) out.optional_member("x-kubernetes-map-type", merge_word(type.merge));
  write_unions(type.unions, out);
  out.end_object();
}

}  // namespace pintle::api::openapi
