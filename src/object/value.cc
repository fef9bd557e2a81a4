#include "object/value.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"
#include "object/document.h"

namespace pintle::object {
namespace {

constexpr size_t kFirstCapacity = 4;
// Up to so many nodes a scan is faster than a binary search.
constexpr size_t kScanMax = 8;

size_t capacity_of(uint8_t log2, size_t size) { return log2 == 0 ? size : size_t{1} << (log2 - 1); }

size_t lower_bound(const Value* fields, size_t count, uint16_t index) {
  if (count <= kScanMax) {
    size_t i = 0;
    while (i < count && fields[i].field() < index) ++i;
    return i;
  }
  return std::lower_bound(fields, fields + count, index, [](const Value& field, uint16_t wanted) { return field.field() < wanted; }) -
         fields;
}

size_t lower_bound(const Entry* entries, size_t count, std::string_view key) {
  return std::lower_bound(entries, entries + count, key, [](const Entry& entry, std::string_view wanted) { return entry.key < wanted; }) -
         entries;
}

// Opens a gap of one at `position` of an array of `size`; returns the array, which is a new one when it was full.
template <class T>
T* open_gap(Arena& arena, T* array, uint32_t size, uint8_t& capacity_log2, size_t position) {
  if (size == capacity_of(capacity_log2, size)) {
    size_t capacity = std::bit_ceil(std::max(kFirstCapacity, size_t{size} + 1));
    T* grown = arena.make_array<T>(capacity).data();
    std::copy(array, array + position, grown);
    std::copy(array + position, array + size, grown + position + 1);
    capacity_log2 = static_cast<uint8_t>(1 + std::countr_zero(capacity));
    return grown;
  }
  std::copy_backward(array + position, array + size, array + size + 1);
  return array;
}

}  // namespace

const Value* Value::get(std::string_view key) const {
  if (tag_ != Tag::kMap) return nullptr;
  size_t position = lower_bound(payload_.entries, size_, key);
  if (position == size_ || payload_.entries[position].key != key) return nullptr;
  return &payload_.entries[position].value;
}

Value* Value::get(std::string_view key) { return const_cast<Value*>(static_cast<const Value*>(this)->get(key)); }

Value& Value::set(Arena& arena, uint16_t index, Value value) {
  PINTLE_CHECK(tag_ == Tag::kStruct);
  size_t position = lower_bound(payload_.items, size_, index);
  if (position == size_ || payload_.items[position].field_ != index) {
    payload_.items = open_gap(arena, payload_.items, size_, capacity_log2_, position);
    ++size_;
  }
  return payload_.items[position] = value.with_field(index);
}

Value& Value::set(Arena& arena, std::string_view key, Value value) {
  PINTLE_CHECK(tag_ == Tag::kMap);
  size_t position = lower_bound(payload_.entries, size_, key);
  if (position == size_ || payload_.entries[position].key != key) {
    payload_.entries = open_gap(arena, payload_.entries, size_, capacity_log2_, position);
    ++size_;
    payload_.entries[position].key = key;
  }
  return payload_.entries[position].value = value;
}

Value& Value::append(Arena& arena, Value value) {
  insert(arena, size_, value);
  return payload_.items[size_ - 1];
}

void Value::insert(Arena& arena, size_t position, Value value) {
  PINTLE_CHECK(tag_ == Tag::kList && position <= size_);
  payload_.items = open_gap(arena, payload_.items, size_, capacity_log2_, position);
  ++size_;
  payload_.items[position] = value;
}

// Where an array is exactly full its capacity is its size: shrinking it then gives memory up until the arena goes.
bool Value::erase(uint16_t index) {
  PINTLE_CHECK(tag_ == Tag::kStruct);
  Value* found = get(index);
  if (!found) return false;
  std::copy(found + 1, payload_.items + size_, found);
  --size_;
  return true;
}

bool Value::erase(std::string_view key) {
  PINTLE_CHECK(tag_ == Tag::kMap);
  size_t position = lower_bound(payload_.entries, size_, key);
  if (position == size_ || payload_.entries[position].key != key) return false;
  std::copy(payload_.entries + position + 1, payload_.entries + size_, payload_.entries + position);
  --size_;
  return true;
}

void Value::erase_item(size_t position) {
  PINTLE_CHECK(tag_ == Tag::kList && position < size_);
  std::copy(payload_.items + position + 1, payload_.items + size_, payload_.items + position);
  --size_;
}

void Value::truncate(size_t size) {
  PINTLE_CHECK((tag_ == Tag::kList || tag_ == Tag::kMap) && size <= size_);
  size_ = static_cast<uint32_t>(size);
}

bool same_tree(const Value& left, const Value& right) {
  if (left.tag() != right.tag() || left.size() != right.size() || left.field() != right.field()) return false;
  switch (left.tag()) {
    case Tag::kNull:
      return true;
    case Tag::kBool:
      return left.as_bool() == right.as_bool();
    case Tag::kInt:
      return left.as_int() == right.as_int();
    case Tag::kDouble:
      return left.as_double() == right.as_double();
    case Tag::kString:
      return left.as_string() == right.as_string();
    case Tag::kList:
      return std::ranges::equal(left.items(), right.items(), same_tree);
    case Tag::kStruct:
      return std::ranges::equal(left.fields(), right.fields(), same_tree);
    case Tag::kMap:
      return std::ranges::equal(left.entries(), right.entries(),
                                [](const Entry& l, const Entry& r) { return l.key == r.key && same_tree(l.value, r.value); });
  }
}

}  // namespace pintle::object
