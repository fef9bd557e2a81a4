// HeadIndex: the newest revision of each key, in memory, so that a commit checks its expectations without reading the disk.
//
// Holds a 128-bit keyed hash in place of the key: 32 bytes an entry, about 45 a key with the free ones.
// Thread: one at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/siphash.h"

namespace pintle::store::embedded {

// mod_revision 0: the key is absent.
struct Head {
  int64_t mod_revision = 0;
  int64_t create_revision = 0;
};

class HeadIndex {
 public:
  Hash128 hash(std::string_view key) const { return siphash(hash_key_, key); }
  // nullptr when nothing is known of the key. Valid until the next change.
  const Head* find(Hash128 hash) const;
  void set(Hash128 hash, Head head);
  // Every key that is present is in here from now on: those that are absent need not be.
  void forget_absent() { keeps_absent_ = false; }
  size_t memory_bytes() const { return entries_.capacity() * sizeof(Entry); }
  // Keys that are present.
  size_t size() const { return present_; }

 private:
  struct Entry {
    Hash128 hash;  // zero: free
    Head head;
  };
  size_t slot(Hash128 hash) const;
  void rebuild();

  SipHashKey hash_key_ = SipHashKey::random();
  std::vector<Entry> entries_;
  size_t used_ = 0;  // present and absent
  size_t present_ = 0;
  bool keeps_absent_ = true;
};

}  // namespace pintle::store::embedded
