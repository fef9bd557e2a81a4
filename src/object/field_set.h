// FieldSet: a set of field paths, what managedFields says a manager owns.
//
//   {"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{}}}}}     the wire form, FieldsV1
//
// A trie. A node is a sorted array of entries; an entry is a path element, whether the path that ends there is in the set, and the
// node below. Elements: `f:` a field or map key, `k:` the list item with these key fields, `v:` the set item of this value, `i:` an
// index. Order: all f, then k, v, i; then by content.
//
// Ownership: a FieldSet is a handle on nodes in an arena, never changed once made; operations make new nodes in the arena given and
// share old ones, so every arena that took part must outlive the result. Strings are views into the input.
// Source: sigs.k8s.io/structured-merge-diff/v6/fieldpath; docs/formats/fields_v1.md.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/value.h"

namespace pintle::object {

struct PathElement {
  enum class Kind : uint8_t { kField, kKey, kValue, kIndex };
  Kind kind = Kind::kField;
  // kField: string; kKey: map of the key fields, sorted; kValue: scalar; kIndex: int.
  Value value;

  static PathElement field(std::string_view name) { return {Kind::kField, Value::string(name)}; }
  static PathElement key(Value fields) { return {Kind::kKey, fields}; }
  static PathElement of_value(Value scalar) { return {Kind::kValue, scalar}; }
  static PathElement index(int64_t index) { return {Kind::kIndex, Value::integer(index)}; }
  // ".name", `[name="web"]`, `[="x"]`, "[3]".
  std::string to_string() const;
};
// The order of a FieldSet. Ints and floats compare by value.
int compare(const PathElement& left, const PathElement& right);
int compare_scalars(const Value& left, const Value& right);

// ".spec.containers[name=\"web\"].image"
std::string to_string(std::span<const PathElement> path);

class FieldSet {
 public:
  struct Entry;
  using Node = std::span<const Entry>;

  FieldSet() = default;
  explicit FieldSet(Node root) : root_(root) {}
  // Paths of field names, for tables: of(arena, {{"status"}, {"metadata", "name"}}).
  static FieldSet of(Arena& arena, std::initializer_list<std::initializer_list<std::string_view>> paths);
  // Reads FieldsV1. Elements of unknown kinds are left out, as upstream does.
  static Result<FieldSet> parse(std::string_view json, Arena& arena);
  // Writes FieldsV1, byte for byte as upstream does; "{}" when empty.
  void append_json(std::string& out) const;

  bool empty() const { return root_.empty(); }
  bool has(std::span<const PathElement> path) const;
  Node root() const { return root_; }
  size_t size() const;  // paths
  bool operator==(const FieldSet& other) const;

  FieldSet united(const FieldSet& other, Arena& arena) const;
  FieldSet intersected(const FieldSet& other, Arena& arena) const;
  // Without the paths of `other`; paths below them stay.
  FieldSet without(const FieldSet& other, Arena& arena) const;
  // Without the paths of `other` and everything below them.
  FieldSet without_recursively(const FieldSet& other, Arena& arena) const;
  FieldSet with(std::span<const PathElement> path, Arena& arena) const;

  // Calls visit(path) for each path, at every node first its members, then what is below (upstream's order, seen in conflicts).
  void for_each(const std::function<void(std::span<const PathElement>)>& visit) const;

 private:
  Node root_;
};

struct FieldSet::Entry {
  PathElement element;
  bool member = false;
  Node children;
};

}  // namespace pintle::object
