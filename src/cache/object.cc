#include "cache/object.h"

#include <functional>
#include <new>

#include "base/check.h"

namespace pintle::cache {
namespace {

bool stands_in(std::string_view text, std::string_view whole) {
  const std::less_equal<const char*> not_behind;
  return not_behind(whole.data(), text.data()) && not_behind(text.data() + text.size(), whole.data() + whole.size());
}

}  // namespace

Object* Object::allocate(const Identity& identity, Bytes canonical, size_t labels, size_t fields, size_t own_bytes,
                         EncodingBudget& budget) {
  PINTLE_CHECK(canonical.size() < kOwnText && own_bytes < kOwnText && fields <= UINT16_MAX);
  const size_t size = sizeof(Object) + (2 * labels + fields) * sizeof(Text) + identity.key.size() + own_bytes;
  auto* object = new (::operator new(size)) Object;
  object->key_size_ = static_cast<uint32_t>(identity.key.size());
  object->label_count_ = static_cast<uint32_t>(labels);
  object->field_count_ = static_cast<uint16_t>(fields);
  object->own_bytes_ = static_cast<uint32_t>(own_bytes);
  object->revision_ = identity.revision;
  object->create_revision_ = identity.create_revision;
  object->canonical_ = std::move(canonical);
  object->budget_ = &budget;
  identity.key.copy(const_cast<char*>(object->text_begin()), identity.key.size());
  return object;
}

ObjectPtr Object::create(const Identity& identity, Bytes canonical, const object::Attributes& attributes, EncodingBudget& budget) {
  size_t own_bytes = 0;
  const auto count_own = [&](std::string_view text) {
    if (!stands_in(text, canonical)) own_bytes += text.size();
  };
  for (const object::Label& label : attributes.labels) {
    count_own(label.key);
    count_own(label.value);
  }
  for (std::string_view value : attributes.values) count_own(value);

  Object* object = allocate(identity, std::move(canonical), attributes.labels.size(), attributes.values.size(), own_bytes, budget);
  uint32_t own_used = 0;
  Text* text = object->texts();
  for (const object::Label& label : attributes.labels) {
    object->label_filter_.add_label(label.key, label.value);
    *text++ = object->place(label.key, own_used);
    *text++ = object->place(label.value, own_used);
  }
  for (std::string_view value : attributes.values) *text++ = object->place(value, own_used);
  return ObjectPtr::adopt(object);
}

ObjectPtr Object::create_unreadable(const Identity& identity, Bytes stored, EncodingBudget& budget) {
  Object* object = allocate(identity, std::move(stored), 0, 0, 0, budget);
  object->readable_ = false;
  return ObjectPtr::adopt(object);
}

Object::~Object() {
  if (memos_.load(std::memory_order_acquire)) budget_->forget_all(*this);
}

Object::Text Object::place(std::string_view text, uint32_t& own_used) {
  const auto size = static_cast<uint32_t>(text.size());
  if (stands_in(text, canonical_)) return {static_cast<uint32_t>(text.data() - canonical_.data()), size};
  const uint32_t offset = own_used;
  text.copy(const_cast<char*>(text_begin()) + key_size_ + offset, size);
  own_used += size;
  return {offset | kOwnText, size};
}

std::string_view Object::text(size_t index) const {
  const Text text = texts()[index];
  const char* begin = text.offset & kOwnText ? text_begin() + key_size_ + (text.offset & ~kOwnText) : canonical_.data() + text.offset;
  return {begin, text.size};
}

object::Label Object::label(size_t index) const { return {.key = text(2 * index), .value = text(2 * index + 1)}; }

std::optional<std::string_view> Object::find_label(std::string_view key) const {
  for (size_t i = 0; i < label_count_; ++i) {
    if (text(2 * i) == key) return text(2 * i + 1);
  }
  return std::nullopt;
}

std::string_view Object::field(size_t index) const {
  return index < field_count_ ? text(2 * size_t{label_count_} + index) : std::string_view();
}

std::optional<Bytes> Object::find_encoding(uint8_t slot) const {
  if (!memos_.load(std::memory_order_acquire)) return std::nullopt;
  return budget_->find(*this, slot);
}

Bytes Object::remember_encoding(uint8_t slot, Bytes bytes, Admit admit) const { return budget_->add(*this, slot, std::move(bytes), admit); }

size_t Object::memory_bytes() const {
  return sizeof(Object) + text_count() * sizeof(Text) + key_size_ + own_bytes_ + canonical_.size() + sizeof(Bytes::Owner);
}

}  // namespace pintle::cache
