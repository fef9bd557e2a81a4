// Published<T>: the newest version of a shared value. One thread replaces it, any thread takes it, and nobody ever waits.
//
//   Published<const Snapshot> current(first);
//   Ref<const Snapshot> seen = current.load();     // any thread
//   current.store(next);                           // one thread at a time
//
// std::atomic<std::shared_ptr> spins on a lock in libstdc++. Here one word holds the pointer (48 bits) and the number of readers that
// have taken it but not yet counted themselves in the value (16 bits). A reader adds one to the word, so that it owns a reference
// before it touches the value; the writer that replaces the word hands the readers' references over to the value's own count. A reader may
// give its reference back before the writer has handed it over, so a published value carries kReaderMask + 1 references more until
// then: its count cannot reach zero early.
// A value may be published once only: a second time its old readers could not be told from the new ones.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/ref.h"

namespace pintle {

template <class T>
class Published {
 public:
  // `value` is not null.
  explicit Published(Ref<T> value) : word_(pack(value.detach())) {}
  ~Published() { retire(word_.load(std::memory_order_acquire)); }
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  Ref<T> load() const {
    const uint64_t taken = word_.fetch_add(1, std::memory_order_seq_cst) + 1;
    Ref<T> value = Ref<T>::share(pointer(taken));
    give_back(taken, value.get());
    return value;
  }

  // `value` is not null and was never published before. What a reader sees afterwards with load() is this or something newer, also
  // in the total order of other seq_cst operations.
  void store(Ref<T> value) { retire(word_.exchange(pack(value.detach()), std::memory_order_seq_cst)); }

 private:
  static constexpr int kReaderBits = 16;  // readers between the two steps of load() at one moment: at most 65,535
  static constexpr uint64_t kReaderMask = (uint64_t{1} << kReaderBits) - 1;

  static constexpr uint32_t kHeldBack = kReaderMask + 1;

  // Takes over the caller's reference.
  static uint64_t pack(T* value) {
    value->retain(kHeldBack);
    return reinterpret_cast<uint64_t>(value) << kReaderBits;
  }
  static T* pointer(uint64_t word) { return reinterpret_cast<T*>(word >> kReaderBits); }

  // The reader holds a reference of its own now: the one in the word goes back, or, once the writer has moved it, the one in the value.
  void give_back(uint64_t seen, T* value) const {
    while (pointer(seen) == value) {
      if (word_.compare_exchange_weak(seen, seen - 1, std::memory_order_release, std::memory_order_relaxed)) return;
    }
    value->release();
  }
  // Drops the publisher's reference and what was held back, but for those of the readers, in one step.
  static void retire(uint64_t word) { pointer(word)->release(1 + kHeldBack - static_cast<uint32_t>(word & kReaderMask)); }

  mutable std::atomic<uint64_t> word_;
};

}  // namespace pintle
