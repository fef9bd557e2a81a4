// Merge schema: how structured merge sees a value of some type: as one leaf, as items of a set, as items found by key fields, or as
// named fields. Ownership and conflicts are counted in these units.
//
//   const MergeShape shape = merge_shape(field);          // spec.containers: kKeyedList by {"name"}
//   PINTLE_TRY(PathElement element, ItemKeys(shape).element_of(item, arena));   // k:{"name":"web"}
//
// Source: sigs.k8s.io/structured-merge-diff/v6/schema, typed/helpers.go; kube-openapi/pkg/schemaconv.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/field_set.h"
#include "schema/type.h"

namespace pintle::object {

struct MergeShape {
  enum class Kind : uint8_t {
    kLeaf,       // scalars, atomic lists, maps and structs
    kSet,        // list of distinct scalars
    kKeyedList,  // list of structs, told apart by `keys`
    kFields,     // granular map or struct
  };
  Kind kind = Kind::kLeaf;
  const schema::Type* type = nullptr;
  std::span<const std::string_view> keys;
};

// The field's own markers win over those of its type.
MergeShape merge_shape(const schema::Field& field);
MergeShape merge_shape(const schema::Type& type);

// What the schema says of a member of a map or struct; nothing when it has none of that name.
std::optional<MergeShape> member_shape(const MergeShape& shape, std::string_view name);
// Of schemaless values only maps have fields.
MergeShape shape_of_value(const MergeShape& shape, const Value& value);

// The path elements of a list's items.
class ItemKeys {
 public:
  // `shape` is kSet or kKeyedList.
  explicit ItemKeys(const MergeShape& shape);
  // The item may be plain. Fails when it has no key at all, or is no scalar of a set.
  Result<PathElement> element_of(const Value& item, Arena& arena) const;

 private:
  struct Key {
    std::string_view name;
    const schema::Field* field;
    uint16_t index;
  };
  const Value* key_value(const Key& key, const Value& item, Value& holder) const;
  MergeShape shape_;
  std::vector<Key> keys_;  // sorted by name
};

}  // namespace pintle::object
