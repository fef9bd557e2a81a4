#include "store/embedded/head_index.h"

#include <algorithm>
#include <utility>

namespace pintle::store::embedded {
namespace {

constexpr size_t kEntriesMin = 1'024;
constexpr size_t kLoadPercentMax = 85;
constexpr size_t kLoadPercentAfterRebuild = 60;
constexpr Hash128 kFree{};

}  // namespace

// Where the hash is, or the free entry where it would be. There is always a free one.
size_t HeadIndex::slot(Hash128 hash) const {
  size_t at = static_cast<size_t>(static_cast<unsigned __int128>(hash.first) * entries_.size() >> 64);
  while (entries_[at].hash != hash && entries_[at].hash != kFree) at = at + 1 == entries_.size() ? 0 : at + 1;
  return at;
}

const Head* HeadIndex::find(Hash128 hash) const {
  if (entries_.empty()) return nullptr;
  const Entry& entry = entries_[slot(hash)];
  return entry.hash == hash ? &entry.head : nullptr;
}

void HeadIndex::set(Hash128 hash, Head head) {
  if (used_ * 100 >= entries_.size() * kLoadPercentMax) rebuild();
  Entry& entry = entries_[slot(hash)];
  used_ += entry.hash == kFree;
  present_ -= entry.head.mod_revision != 0;
  present_ += head.mod_revision != 0;
  entry = {hash, head};
}

void HeadIndex::rebuild() {
  size_t kept = keeps_absent_ ? used_ : present_;
  auto old = std::exchange(entries_, std::vector<Entry>(std::max(kEntriesMin, (kept + 1) * 100 / kLoadPercentAfterRebuild)));
  used_ = kept;
  for (const Entry& entry : old) {
    bool keep = entry.head.mod_revision != 0 || (keeps_absent_ && entry.hash != kFree);
    if (keep) entries_[slot(entry.hash)] = entry;
  }
}

}  // namespace pintle::store::embedded
