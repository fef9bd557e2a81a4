// LabelFilter: a Bloom filter of an object's labels in one word, so that a scan with a label selector passes over most objects that do
// not match without reading their labels, which lie elsewhere in memory.
//
//   LabelFilter wanted;
//   wanted.add_label("app", "web");               // and wanted.add_key("tier") for one that must only be there
//   if (!object_filter.may_contain(wanted)) ...   // certainly no match; otherwise the labels have to be compared
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace pintle::cache {

class LabelFilter {
 public:
  void add_key(std::string_view key) { add(hash_of(key)); }
  void add_label(std::string_view key, std::string_view value) {
    const uint64_t key_hash = hash_of(key);
    add(key_hash);
    const uint64_t hash = (key_hash ^ hash_of(value)) * kMixer;
    add(hash);
    add(hash >> 20);
  }
  bool may_contain(LabelFilter wanted) const { return (bits_ & wanted.bits_) == wanted.bits_; }

 private:
  static constexpr uint64_t kMixer = 0x9e3779b97f4a7c15;  // spreads the bits; key and value may be equal
  static uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }
  void add(uint64_t hash) { bits_ |= uint64_t{1} << (hash >> 33 & 63); }

  uint64_t bits_ = 0;
};

}  // namespace pintle::cache
