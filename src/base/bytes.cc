#include "base/bytes.h"

#include <new>

#include "base/check.h"

namespace pintle {
namespace {

// The bytes follow the owner in the same allocation.
void destroy_inline(Bytes::Owner* owner) {
  owner->~Owner();
  ::operator delete(owner);
}

struct StringOwner : Bytes::Owner {
  std::string text;
};

}  // namespace

Bytes Bytes::allocate(size_t size, char** out) {
  void* memory = ::operator new(sizeof(Owner) + size);
  auto* owner = new (memory) Owner;
  owner->destroy = destroy_inline;
  *out = static_cast<char*>(memory) + sizeof(Owner);
  return {owner, *out, size};
}

Bytes Bytes::copy(std::string_view bytes) {
  return build(bytes.size(), [bytes](char* out) { bytes.copy(out, bytes.size()); });
}

Bytes Bytes::take(std::string&& bytes) {
  auto* owner = new StringOwner;
  owner->text = std::move(bytes);
  owner->destroy = [](Owner* base) { delete static_cast<StringOwner*>(base); };
  return {owner, owner->text.data(), owner->text.size()};
}

Bytes Bytes::constant(std::string_view bytes) { return {nullptr, bytes.data(), bytes.size()}; }

Bytes Bytes::slice(size_t offset, size_t length) const {
  PINTLE_CHECK(offset <= size_ && length <= size_ - offset);
  retain();
  return {owner_, data_ + offset, length};
}

}  // namespace pintle
