// Value: one node of the object tree, 16 bytes. Every object that Pintle handles (Pods, custom resources, patches, Status) is a tree of
// these in a Document's arena.
//
//   null, bool, int (64 bit), double, string, list of nodes, map (string keys, sorted by key bytes), struct (nodes tagged with the index
//   of their schema::Field, ascending). A struct holds only the fields that are present; absent is Go's nil or zero.
//
// A node does not know its schema::Type: whoever walks the tree carries it along. Strings point into the arena or into the input
// buffer that the Document keeps.
// Ownership: the Document (document.h) owns all memory; a Value is a plain handle, trivially copied (children are shared by the copy).
// A finished Document is immutable and may be read on any thread; a Document under construction belongs to one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace pintle::object {

enum class Tag : uint8_t { kNull, kBool, kInt, kDouble, kString, kList, kMap, kStruct };

class Arena;
struct Entry;

class Value {
 public:
  Value() = default;
  static Value boolean(bool value);
  static Value integer(int64_t value);
  static Value real(double value);
  // The bytes are not copied: they must live as long as the tree.
  static Value string(std::string_view bytes);
  // `items` must live as long as the tree; the node takes it as its storage (capacity == size).
  static Value list(std::span<Value> items);
  static Value map(std::span<Entry> entries);       // sorted by key, unique
  static Value structure(std::span<Value> fields);  // field() ascending, unique
  static Value empty_list() { return list({}); }
  static Value empty_map() { return map({}); }
  static Value empty_struct() { return structure({}); }

  Tag tag() const { return tag_; }
  bool is_null() const { return tag_ == Tag::kNull; }
  bool is_string() const { return tag_ == Tag::kString; }
  bool is_list() const { return tag_ == Tag::kList; }
  bool is_map() const { return tag_ == Tag::kMap; }
  bool is_struct() const { return tag_ == Tag::kStruct; }

  // Each must match tag(); of another tag they return false, 0, "" and the empty span.
  bool as_bool() const { return tag_ == Tag::kBool && payload_.boolean; }
  int64_t as_int() const { return tag_ == Tag::kInt ? payload_.integer : 0; }
  double as_double() const { return tag_ == Tag::kDouble ? payload_.real : tag_ == Tag::kInt ? static_cast<double>(payload_.integer) : 0; }
  std::string_view as_string() const { return tag_ == Tag::kString ? std::string_view(payload_.bytes, size_) : std::string_view(); }
  std::span<Value> items() const { return tag_ == Tag::kList ? std::span(payload_.items, size_) : std::span<Value>(); }
  std::span<Entry> entries() const;
  std::span<Value> fields() const { return tag_ == Tag::kStruct ? std::span(payload_.items, size_) : std::span<Value>(); }
  // Items, entries or fields present; bytes of a string.
  size_t size() const { return size_; }

  // The index of the schema::Field that this node fills in its parent struct.
  uint16_t field() const { return field_; }
  Value with_field(uint16_t index) const {
    Value copy = *this;
    copy.field_ = index;
    return copy;
  }

  // Struct: the field's node or null. The pointer is valid until the struct gains or loses a field.
  const Value* get(uint16_t index) const;
  Value* get(uint16_t index);
  // Map: the entry's node or null. O(log size).
  const Value* get(std::string_view key) const;
  Value* get(std::string_view key);

  // Mutation, only while the Document is under construction. Amortised O(1) append; insertion keeps order. The node must have the tag.
  Value& set(Arena& arena, uint16_t index, Value value);
  // The key is not copied.
  Value& set(Arena& arena, std::string_view key, Value value);
  Value& append(Arena& arena, Value value);
  void insert(Arena& arena, size_t position, Value value);
  bool erase(uint16_t index);  // true when it was there
  bool erase(std::string_view key);
  void erase_item(size_t position);
  void truncate(size_t size);  // list, map: keeps the first `size`

 private:
  union Payload {
    bool boolean;
    int64_t integer;
    double real;
    const char* bytes;
    Value* items;
    Entry* entries;
  };
  Tag tag_ = Tag::kNull;
  uint8_t capacity_log2_ = 0;  // 1 + log2 of the capacity; 0: exactly size_
  uint16_t field_ = 0;
  uint32_t size_ = 0;
  Payload payload_ = {.integer = 0};
};
static_assert(sizeof(Value) == 16);

struct Entry {
  std::string_view key;
  Value value;
};

inline Value Value::boolean(bool value) {
  Value node;
  node.tag_ = Tag::kBool;
  node.payload_.boolean = value;
  return node;
}

inline Value Value::integer(int64_t value) {
  Value node;
  node.tag_ = Tag::kInt;
  node.payload_.integer = value;
  return node;
}

inline Value Value::real(double value) {
  Value node;
  node.tag_ = Tag::kDouble;
  node.payload_.real = value;
  return node;
}

inline Value Value::string(std::string_view bytes) {
  Value node;
  node.tag_ = Tag::kString;
  node.size_ = static_cast<uint32_t>(bytes.size());
  node.payload_.bytes = bytes.data();
  return node;
}

inline Value Value::list(std::span<Value> items) {
  Value node;
  node.tag_ = Tag::kList;
  node.size_ = static_cast<uint32_t>(items.size());
  node.payload_.items = items.data();
  return node;
}

inline Value Value::map(std::span<Entry> entries) {
  Value node;
  node.tag_ = Tag::kMap;
  node.size_ = static_cast<uint32_t>(entries.size());
  node.payload_.entries = entries.data();
  return node;
}

inline Value Value::structure(std::span<Value> fields) {
  Value node;
  node.tag_ = Tag::kStruct;
  node.size_ = static_cast<uint32_t>(fields.size());
  node.payload_.items = fields.data();
  return node;
}

// Structs hold few fields: a scan is faster than a search.
inline const Value* Value::get(uint16_t index) const {
  for (const Value& field : fields()) {
    if (field.field_ >= index) return field.field_ == index ? &field : nullptr;
  }
  return nullptr;
}

inline Value* Value::get(uint16_t index) { return const_cast<Value*>(static_cast<const Value*>(this)->get(index)); }

// Node for node and byte for byte the same: then equal in every sense.
bool same_tree(const Value& left, const Value& right);

inline std::span<Entry> Value::entries() const { return tag_ == Tag::kMap ? std::span(payload_.entries, size_) : std::span<Entry>(); }

}  // namespace pintle::object
