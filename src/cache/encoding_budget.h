// EncodingBudget: the memory that encodings of objects (JSON of a protobuf object, a Table row, gzip) may take beside the stored bytes.
//
// An object remembers an encoding under a small number, the slot, so that a watch event is encoded once for all its watchers and a
// repeated list not at all. All objects share one budget; when it is used up, the encodings made first are dropped first, whoever has
// them, or new ones are not taken (Admit). Bytes handed out stay valid: they are counted by themselves.
//
// Ownership: made by main, outlives every Object that was created with it. Thread: any.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#include "base/bytes.h"

namespace pintle::cache {

class Object;

// What gives way when the budget is used up: older encodings, or the new one, which is then not remembered. The second is for those who
// read everything: they would drop each encoding just before they come to it again.
enum class Admit : uint8_t { kAlways, kIfRoom };

inline constexpr size_t kEncodingBytesMax = size_t{64} << 20;  // default of the whole budget

class EncodingBudget {
 public:
  explicit EncodingBudget(size_t bytes_max = kEncodingBytesMax) : stripe_bytes_max_(bytes_max / kStripes) {}
  ~EncodingBudget();
  EncodingBudget(const EncodingBudget&) = delete;
  EncodingBudget& operator=(const EncodingBudget&) = delete;

  // Drops what was made before the previous call, so that a quiet server holds no encodings. For a timer, about once a minute.
  void age();
  // Bytes held now; for metrics and tests.
  size_t bytes() const;

 private:
  friend class Object;
  struct Memo;
  // An object belongs to one stripe, by its address, and its memos are guarded by that stripe's mutex.
  static constexpr size_t kStripes = 16;
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    Memo* oldest = nullptr;
    Memo* newest = nullptr;
    size_t bytes = 0;
    uint32_t age = 0;  // calls of age()
  };

  Stripe& stripe_of(const Object& object);
  std::optional<Bytes> find(const Object& object, uint8_t slot);
  // What is remembered afterwards: `bytes`, or what another thread has added in between.
  Bytes add(const Object& object, uint8_t slot, Bytes bytes, Admit admit);
  void forget_all(const Object& object);
  // Under the stripe's mutex.
  static Memo* find_locked(const Object& object, uint8_t slot);
  static void drop(Stripe& stripe, Memo* memo);

  size_t stripe_bytes_max_;
  std::array<Stripe, kStripes> stripes_;
};

}  // namespace pintle::cache
