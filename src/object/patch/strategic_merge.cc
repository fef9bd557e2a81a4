#include "object/patch/strategic_merge.h"

#include <algorithm>
#include <optional>

#include "object/equality.h"
#include "object/go_format.h"
#include "object/patch/strategic_list.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

constexpr std::string_view kDirective = "$patch";
constexpr std::string_view kRetainKeys = "$retainKeys";
constexpr std::string_view kDeleteFromList = "$deleteFromPrimitiveList";
constexpr std::string_view kSetOrder = "$setElementOrder";

std::unexpected<Status> malformed(std::string text) { return fail(Status::bad_request(std::move(text))); }
std::unexpected<Status> wrong_type(std::string_view wanted, JsonKind found) {
  return fail(Status::unknown("expected a " + std::string(wanted) + ", but received a " + std::string(go_type_name(found))));
}
std::unexpected<Status> unknown_directive(const Value& directive, const Value& patch) {
  const std::string text = directive.is_string()
                               ? std::string(directive.as_string())
                               : "%!s(" + std::string(go_type_name(json_kind(directive))) + "=" + format_value(directive) + ")";
  return fail(Status::unknown("unknown patch type: " + text + " in map: " + format_value(patch)));
}

// reflect.Kind of a Go type.
std::string_view go_kind(const Type& type) {
  switch (type.kind) {
    case TypeKind::kList:
      return "slice";
    case TypeKind::kMap:
      return "map";
    case TypeKind::kString:
      return "string";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt32:
      return "int32";
    case TypeKind::kInt64:
      return "int64";
    default:
      return "struct";
  }
}

// What the schema says of a member of an object.
Result<const Field*> find_field(const Type& type, std::string_view name) {
  if (type.kind == TypeKind::kMap) {
    return fail(Status::unknown("merging an object in json but data type is not struct, instead is: map"));
  }
  const int index = type.kind == TypeKind::kStruct ? type.find(name) : -1;
  if (index >= 0) return &type.fields[index];
  const size_t dot = type.go_name.find('.');
  const std::string_view struct_name = dot == std::string_view::npos ? type.go_name : type.go_name.substr(dot + 1);
  return fail(Status::unknown("unable to find api field in struct " + std::string(struct_name) + " for the json field " + quoted(name)));
}

// Drops what a new part of the object must not have: maps with a directive, all the way down. False: the value itself goes.
bool remove_directives(Value& plain) {
  if (plain.is_map()) {
    if (plain.get(kDirective)) return false;
    for (size_t i = 0; i < plain.size();) {
      Entry& entry = plain.entries()[i];
      if (remove_directives(entry.value)) {
        ++i;
      } else {
        plain.erase(entry.key);
      }
    }
  }
  for (size_t i = 0; plain.is_list() && i < plain.size();) {
    if (remove_directives(plain.items()[i])) {
      ++i;
    } else {
      plain.erase_item(i);
    }
  }
  return true;
}

void remove_nulls(Value& plain) {
  if (plain.is_map()) {
    for (size_t i = 0; i < plain.size();) {
      Entry& entry = plain.entries()[i];
      if (entry.value.is_null()) {
        plain.erase(entry.key);
        continue;
      }
      remove_nulls(entry.value);
      ++i;
    }
  }
  for (Value& item : plain.items()) remove_nulls(item);
}

class StrategicMerge {
 public:
  explicit StrategicMerge(NodeTree& tree) : tree_(tree) {}

  Result<Node*> merge_map(Node* original, Value& patch, const Type& type) {
    if (const Value* directive = patch.get(kDirective)) return replace_map(*directive, patch);
    tree_.open(*original);
    PINTLE_TRY_VOID(retain_keys(*original, patch));
    PINTLE_TRY_VOID(merge_ordered_lists(*original, patch, type));
    for (size_t i = 0; i < patch.size(); ++i) PINTLE_TRY_VOID(merge_member(*original, patch.entries()[i], type));
    return original;
  }

 private:
  Result<Node*> replace_map(const Value& directive, Value& patch) {
    if (directive.as_string() == "replace") {
      patch.erase(kDirective);
      return tree_.plain(patch);
    }
    if (directive.as_string() == "delete") return tree_.object();
    return unknown_directive(directive, patch);
  }

  // Members that $retainKeys does not name go.
  static Result<void> retain_keys(Node& original, Value& patch) {
    const Value* directive = patch.get(kRetainKeys);
    if (!directive) return {};
    const Value keys = *directive;
    patch.erase(kRetainKeys);
    constexpr std::string_view kFault = "invalid patch format of retainKeys";
    if (!keys.is_list()) return malformed(std::string(kFault));
    const auto retained = [&](std::string_view key) {
      return std::ranges::any_of(keys.items(), [&](const Value& item) { return item.is_string() && item.as_string() == key; });
    };
    for (const Entry& entry : patch.entries()) {
      const bool other_directive = entry.key.starts_with(kDeleteFromList) || entry.key.starts_with(kSetOrder);
      if (!entry.value.is_null() && !other_directive && !retained(entry.key)) return malformed(std::string(kFault));
    }
    std::erase_if(original.members(), [&](const Node::Member& member) { return !retained(member.key); });
    return {};
  }

  // "$setElementOrder/containers" -> "containers".
  static std::optional<std::string_view> field_of(std::string_view key, std::string_view directive) {
    if (key.size() <= directive.size() || key[directive.size()] != '/') return std::nullopt;
    return key.substr(directive.size() + 1);
  }

  Result<void> merge_ordered_lists(Node& original, Value& patch, const Type& type) {
    for (size_t i = 0; i < patch.size();) {
      const Entry entry = patch.entries()[i];
      if (!entry.key.starts_with(kSetOrder)) {
        ++i;
        continue;
      }
      patch.erase(entry.key);
      PINTLE_TRY_VOID(merge_ordered_list(original, patch, entry, type));
      i = 0;  // the list's own entry may be gone as well
    }
    return {};
  }

  // The items of an array, or none of what is absent.
  Result<Nodes> items_of(Node* node) {
    if (!node) return Nodes();
    if (node->kind() != JsonKind::kArray) return wrong_type("[]interface {}", node->kind());
    tree_.open(*node);
    return node->items();
  }

  Result<void> merge_ordered_list(Node& original, Value& patch, const Entry& directive, const Type& type) {
    PINTLE_TRY(const Nodes order, items_of(tree_.plain(directive.value)));
    const std::optional<std::string_view> name = field_of(directive.key, kSetOrder);
    if (!name) return malformed("invalid patch format of setElementOrder list");
    Node* original_list = original.find(*name);
    Value* patch_list = patch.get(*name);
    PINTLE_TRY(const Nodes original_items, items_of(original_list));
    PINTLE_TRY(const Nodes patch_items, items_of(patch_list ? tree_.plain(*patch_list) : nullptr));
    PINTLE_TRY(const Field* field, find_field(type, *name));
    const ItemIdentity identity(field->patch_merge_key, tree_);
    PINTLE_TRY_VOID(check_order(patch_items, order, identity, tree_));
    if (!original_list && !patch_list) return {};

    Nodes merged = original_items;
    if (original_list && patch_list) {
      PINTLE_TRY(merged, merge_list(original_items, *patch_list, *field, IsDeletion::kNo));
    } else if (patch_list) {
      remove_directives(*patch_list);
      PINTLE_TRY(merged, items_of(tree_.plain(*patch_list)));
    }
    PINTLE_TRY(const JsonKind kind, element_kind(original_items, patch_items, tree_));
    PINTLE_TRY(Nodes ordered, in_order(merged, order, original_items, kind, identity, tree_));
    original.set(*name, tree_.array(std::move(ordered)));
    patch.erase(*name);
    return {};
  }

  enum class IsDeletion : bool { kNo, kYes };

  Result<void> merge_member(Node& original, Entry& entry, const Type& type) {
    std::string_view key = entry.key;
    IsDeletion deletion = IsDeletion::kNo;
    if (key.starts_with(kDeleteFromList)) {
      const std::optional<std::string_view> name = field_of(key, kDeleteFromList);
      if (!name) return malformed("invalid patch format of primitive list");
      key = *name;
      deletion = IsDeletion::kYes;
    }
    if (entry.value.is_null()) {
      original.erase(key);
      return {};
    }
    Node* current = original.find(key);
    if (!current || current->kind() != json_kind(entry.value)) {
      if (deletion == IsDeletion::kNo) set_new(original, key, entry.value);
      return {};
    }
    if (entry.value.is_map()) {
      PINTLE_TRY(const Field* field, find_field(type, key));
      if (field->patch_strategy & schema::kPatchReplace) {
        original.set(key, tree_.plain(entry.value));
        return {};
      }
      PINTLE_TRY(Node * merged, merge_map(current, entry.value, *field->type));
      original.set(key, merged);
      return {};
    }
    if (entry.value.is_list()) {
      PINTLE_TRY(const Field* field, find_field(type, key));
      PINTLE_TRY(const Nodes items, items_of(current));
      PINTLE_TRY(Nodes merged, merge_list(items, entry.value, *field, deletion));
      original.set(key, tree_.array(std::move(merged)));
      return {};
    }
    original.set(key, tree_.plain(entry.value));
    return {};
  }

  // What the object did not have, or had in another shape.
  void set_new(Node& original, std::string_view key, Value& value) {
    remove_nulls(value);
    if (remove_directives(value)) {
      original.set(key, tree_.plain(value));
    } else {
      original.erase(key);
    }
  }

  Result<Nodes> merge_list(const Nodes& original, Value& patch, const Field& field, IsDeletion deletion) {
    PINTLE_TRY(const Nodes patch_items, items_of(tree_.plain(patch)));
    const bool merges = (field.patch_strategy & schema::kPatchMerge) || deletion == IsDeletion::kYes;
    if (!merges) return patch_items;
    if (original.empty() && patch_items.empty()) return original;
    PINTLE_TRY(const JsonKind kind, element_kind(original, patch_items, tree_));
    if (kind != JsonKind::kObject) return merge_scalars(original, patch_items, kind, field, deletion);
    return merge_items(original, patch, field);
  }

  Result<Nodes> merge_scalars(const Nodes& original, const Nodes& patch, JsonKind kind, const Field& field, IsDeletion deletion) {
    Nodes merged = original;
    if (deletion == IsDeletion::kYes) {
      std::erase_if(merged, [&](const Node* item) {
        const Value value = tree_.to_plain(*item);
        return std::ranges::any_of(patch, [&](const Node* gone) { return plain_equal(tree_.to_plain(*gone), value); });
      });
      return merged;
    }
    merged.insert(merged.end(), patch.begin(), patch.end());
    remove_duplicates(merged, tree_);
    return in_order(merged, patch, original, kind, ItemIdentity(field.patch_merge_key, tree_), tree_);
  }

  // Items of `list` with this merge key value; the place of the first, or its size.
  static size_t find_item(const Nodes& list, std::string_view merge_key, const Value& wanted) {
    const auto at = std::ranges::find_if(list, [&](const Node* item) {
      const Value* key = item->scalar_member(merge_key);
      return key && key->tag() == wanted.tag() && plain_equal(*key, wanted);
    });
    return static_cast<size_t>(at - list.begin());
  }

  // Takes the items with directives out of the patch: deletions, and the one that has the patch replace the list.
  Result<bool> take_special_items(Nodes& original, Value& patch, std::string_view merge_key) {
    bool replace = false;
    for (const Value& item : patch.items()) {
      const Value* directive = item.get(kDirective);
      if (!directive) continue;
      if (directive->as_string() == "delete") {
        const Value* key = item.get(merge_key);
        if (!key) return fail(no_merge_key(item, merge_key));
        for (size_t at; (at = find_item(original, merge_key, *key)) < original.size();) {
          original.erase(original.begin() + static_cast<ptrdiff_t>(at));
        }
      } else if (directive->as_string() == "replace") {
        replace = true;
      } else if (directive->as_string() == "merge") {
        return fail(Status::unknown("merging lists cannot yet be specified in the patch"));
      } else {
        return unknown_directive(*directive, item);
      }
    }
    return replace;
  }

  Result<Nodes> merge_items(const Nodes& original, Value& patch, const Field& field) {
    const std::string_view merge_key = field.patch_merge_key;
    if (merge_key.empty()) {
      return fail(Status::unknown("cannot merge lists without merge key for " + std::string(go_kind(*field.type->element))));
    }
    Nodes kept = original;
    PINTLE_TRY(const bool replace, take_special_items(kept, patch, merge_key));
    const ItemIdentity identity(merge_key, tree_);
    if (replace) {
      Nodes items;
      for (const Value& item : patch.items()) {
        if (!item.get(kDirective)) items.push_back(tree_.plain(item));
      }
      return in_order(items, {}, items, JsonKind::kObject, identity, tree_);
    }
    Nodes merged = kept;
    Nodes wanted;
    for (Value& item : patch.items()) {
      if (item.get(kDirective)) continue;
      PINTLE_TRY_VOID(merge_item(merged, item, field));
      wanted.push_back(tree_.plain(item));
    }
    return in_order(merged, wanted, kept, JsonKind::kObject, identity, tree_);
  }

  Result<void> merge_item(Nodes& merged, Value& item, const Field& field) {
    const Value* key = item.get(field.patch_merge_key);
    if (!key) return fail(no_merge_key(item, field.patch_merge_key));
    const size_t at = find_item(merged, field.patch_merge_key, *key);
    if (at == merged.size()) {
      merged.push_back(tree_.plain(item));
      return {};
    }
    PINTLE_TRY(merged[at], merge_map(merged[at], item, *field.type->element));
    return {};
  }

  NodeTree& tree_;
};

}  // namespace

Result<Node*> apply_strategic_merge(const Type& type, Value& patch, NodeTree& tree, Node* root) {
  return StrategicMerge(tree).merge_map(root, patch, type);
}

}  // namespace pintle::object
