// The leaves of a typed tree by path, for references that are slow and simple: what server-side apply counts as one value each.
//
//   spec.containers[{"name":"a"}].image -> "i"        metadata.finalizers["x"] -> "x"       spec.nodeSelector -> {"n":"1"} (atomic)
//
// Zero values, nulls and what is empty are left out, as their absence means the same.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "object/json.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle {

using Leaves = std::map<std::string, std::string, std::less<>>;

class LeafFinder {
 public:
  // Two items of the same key: a tree that has no such leaves.
  bool ambiguous = false;
  Leaves leaves;

  void visit(const schema::Type& type, schema::MergeKind merge, std::span<const std::string_view> keys, const object::Value& value,
             const std::string& path) {
    using schema::MergeKind;
    if (value.is_struct() && merge != MergeKind::kAtomic) {
      for (const object::Value& child : value.fields()) visit_field(type.fields[child.field()], child, path);
    } else if (value.is_map() && merge != MergeKind::kAtomic && type.kind == schema::TypeKind::kMap) {
      for (const object::Entry& entry : value.entries())
        visit(*type.element, type.element->merge, {}, entry.value, path + "." + std::string(entry.key));
    } else if (value.is_list() && merge == MergeKind::kMap) {
      for (const object::Value& item : value.items()) visit_item(type, keys, item, path);
    } else if (value.is_list() && merge == MergeKind::kSet) {
      for (const object::Value& item : value.items()) add(path + "[" + text_of(*type.element, item) + "]", text_of(*type.element, item));
    } else {
      const std::string text = text_of(type, value);
      if (!is_zero(text)) add(path, text);
    }
  }

 private:
  void visit_field(const schema::Field& field, const object::Value& value, const std::string& path) {
    const auto merge = field.merge == schema::MergeKind::kUnset ? field.type->merge : field.merge;
    visit(*field.type, merge, field.list_map_keys.empty() ? field.type->list_map_keys : field.list_map_keys, value,
          path + "." + std::string(field.name));
  }

  void visit_item(const schema::Type& list, std::span<const std::string_view> keys, const object::Value& item, const std::string& path) {
    const schema::Type& type = *list.element;
    std::string key;
    for (const std::string_view name : keys) {
      const int index = type.find(name);
      const schema::Field& field = type.fields[static_cast<size_t>(index)];
      const object::Value* value = item.get(static_cast<uint16_t>(index));
      key.append(name).append("=").append(value ? text_of(*field.type, *value) : std::string(field.default_json)).append(" ");
    }
    const std::string at = path + "[" + key + "]";
    if (type.merge == schema::MergeKind::kAtomic) return add(at, text_of(type, item));
    add(at, "");
    visit(type, type.merge, {}, item, at);
  }

  void add(const std::string& path, std::string text) { ambiguous = !leaves.emplace(path, std::move(text)).second || ambiguous; }

  static bool is_zero(std::string_view text) {
    return text == "null" || text == "\"\"" || text == "0" || text == "false" || text == "{}" || text == "[]";
  }

  static std::string text_of(const schema::Type& type, const object::Value& value) {
    std::string text;
    object::encode_json(type, value, text);
    return text;
  }
};

}  // namespace pintle
