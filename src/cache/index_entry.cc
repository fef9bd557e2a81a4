#include "cache/index_entry.h"

#include <new>

namespace pintle::cache {

Ref<const IndexEntry> IndexEntry::create(std::string_view value, std::string_view object_key) {
  const size_t size = value.size() + 1 + object_key.size();
  void* memory = ::operator new(sizeof(IndexEntry) + size);
  auto* entry = new (memory) IndexEntry(static_cast<uint32_t>(size), static_cast<uint32_t>(value.size()));
  char* text = reinterpret_cast<char*>(entry + 1);
  value.copy(text, value.size());
  text[value.size()] = '\0';
  object_key.copy(text + value.size() + 1, object_key.size());
  return Ref<const IndexEntry>::adopt(entry);
}

std::string IndexEntry::text(std::string_view value, std::string_view object_key) {
  std::string text(value);
  text += '\0';
  text += object_key;
  return text;
}

}  // namespace pintle::cache
