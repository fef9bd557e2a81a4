#include "groups/convert.h"

#include "object/zero.h"
#include "schema/type.h"

namespace pintle::groups {
namespace {

using object::Arena;
using object::Entry;
using object::Value;
using schema::Field;
using schema::Type;
using schema::TypeKind;

int find_renamed(const Type& to, std::string_view name, std::span<const Rename> renames) {
  if (const int own = to.find(name); own >= 0) return own;
  for (const Rename& rename : renames) {
    if (rename.one == name) return to.find(rename.other);
    if (rename.other == name) return to.find(rename.one);
  }
  return -1;
}

Value convert_struct(const Value& value, const Type& from, const Type& to, std::span<const Rename> renames, Arena& arena) {
  Value converted = Value::empty_struct();
  for (const Value& node : value.fields()) {
    const Field& field = from.fields[node.field()];
    const int index = find_renamed(to, field.name, renames);
    if (index < 0) continue;
    const Value moved = convert_value(node, *field.type, *to.fields[index].type, renames, arena);
    if (!object::is_zero_field(to.fields[index], moved)) converted.set(arena, static_cast<uint16_t>(index), moved);
  }
  return converted;
}

Value convert_list(const Value& value, const Type& from, const Type& to, std::span<const Rename> renames, Arena& arena) {
  Value converted = Value::empty_list();
  for (const Value& item : value.items()) converted.append(arena, convert_value(item, *from.element, *to.element, renames, arena));
  return converted;
}

Value convert_map(const Value& value, const Type& from, const Type& to, std::span<const Rename> renames, Arena& arena) {
  Value converted = Value::empty_map();
  for (const Entry& entry : value.entries())
    converted.set(arena, entry.key, convert_value(entry.value, *from.element, *to.element, renames, arena));
  return converted;
}

// What the node of a JsonSchemaOr... type is: a struct or list of structs of its element, or nothing that has fields.
Value convert_choice(const Value& value, const Type& from, const Type& to, std::span<const Rename> renames, Arena& arena) {
  if (value.is_struct()) return convert_value(value, *from.element, *to.element, renames, arena);
  if (!value.is_list() || !from.element) return value;
  Value converted = Value::empty_list();
  for (const Value& item : value.items())
    converted.append(arena, item.is_struct() ? convert_value(item, *from.element, *to.element, renames, arena) : item);
  return converted;
}

}  // namespace

Value convert_value(const Value& value, const Type& from, const Type& to, std::span<const Rename> renames, Arena& arena) {
  if (&from == &to || value.is_null()) return value;
  switch (from.kind) {
    case TypeKind::kStruct:
      return convert_struct(value, from, to, renames, arena);
    case TypeKind::kList:
      return convert_list(value, from, to, renames, arena);
    case TypeKind::kMap:
      return convert_map(value, from, to, renames, arena);
    case TypeKind::kJsonSchemaOrBool:
    case TypeKind::kJsonSchemaOrArray:
    case TypeKind::kJsonSchemaOrStrings:
      return convert_choice(value, from, to, renames, arena);
    default:
      return value;
  }
}

void convert_document(object::Document& document, const Type& to, std::span<const Rename> renames) {
  document.root() = convert_value(document.root(), *document.type(), to, renames, document.arena());
  document.set_type(&to);
}

}  // namespace pintle::groups
