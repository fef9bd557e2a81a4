#include "cache/encoding_budget.h"

#include "base/check.h"
#include "cache/object.h"

namespace pintle::cache {

// One encoding of one object, in two lists: the object's, and its stripe's by age.
struct EncodingBudget::Memo {
  const Object* object;
  Memo* next_of_object;
  Memo* older;
  Memo* newer;
  Bytes bytes;
  uint32_t age;  // of the stripe when it was made
  uint8_t slot;

  size_t cost() const { return sizeof(Memo) + bytes.size(); }
};

EncodingBudget::~EncodingBudget() {
  for (const Stripe& stripe : stripes_) PINTLE_CHECK(!stripe.oldest);
}

void EncodingBudget::age() {
  for (Stripe& stripe : stripes_) {
    const std::lock_guard lock(stripe.mutex);
    while (stripe.oldest && stripe.oldest->age != stripe.age) drop(stripe, stripe.oldest);
    ++stripe.age;
  }
}

size_t EncodingBudget::bytes() const {
  size_t total = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard lock(stripe.mutex);
    total += stripe.bytes;
  }
  return total;
}

EncodingBudget::Stripe& EncodingBudget::stripe_of(const Object& object) {
  return stripes_[(reinterpret_cast<uintptr_t>(&object) * 0x9e3779b97f4a7c15u) >> 60];
}

EncodingBudget::Memo* EncodingBudget::find_locked(const Object& object, uint8_t slot) {
  Memo* memo = object.memos_.load(std::memory_order_relaxed);
  while (memo && memo->slot != slot) memo = memo->next_of_object;
  return memo;
}

std::optional<Bytes> EncodingBudget::find(const Object& object, uint8_t slot) {
  const std::lock_guard lock(stripe_of(object).mutex);
  const Memo* memo = find_locked(object, slot);
  if (!memo) return std::nullopt;
  return memo->bytes;
}

Bytes EncodingBudget::add(const Object& object, uint8_t slot, Bytes bytes, Admit admit) {
  Stripe& stripe = stripe_of(object);
  const std::lock_guard lock(stripe.mutex);
  if (const Memo* memo = find_locked(object, slot)) return memo->bytes;
  const size_t cost = sizeof(Memo) + bytes.size();
  if ((admit == Admit::kIfRoom ? stripe.bytes : 0) + cost > stripe_bytes_max_) return bytes;
  Memo* memo = new Memo{.object = &object,
                        .next_of_object = object.memos_.load(std::memory_order_relaxed),
                        .older = stripe.newest,
                        .newer = nullptr,
                        .bytes = bytes,
                        .age = stripe.age,
                        .slot = slot};
  (stripe.newest ? stripe.newest->newer : stripe.oldest) = memo;
  stripe.newest = memo;
  stripe.bytes += memo->cost();
  object.memos_.store(memo, std::memory_order_release);
  while (stripe.bytes > stripe_bytes_max_) drop(stripe, stripe.oldest);
  return bytes;
}

void EncodingBudget::forget_all(const Object& object) {
  Stripe& stripe = stripe_of(object);
  const std::lock_guard lock(stripe.mutex);
  while (Memo* memo = object.memos_.load(std::memory_order_relaxed)) drop(stripe, memo);
}

void EncodingBudget::drop(Stripe& stripe, Memo* memo) {
  (memo->older ? memo->older->newer : stripe.oldest) = memo->newer;
  (memo->newer ? memo->newer->older : stripe.newest) = memo->older;
  stripe.bytes -= memo->cost();

  std::atomic<Memo*>& first = memo->object->memos_;
  if (Memo* before = first.load(std::memory_order_relaxed); before != memo) {
    while (before->next_of_object != memo) before = before->next_of_object;
    before->next_of_object = memo->next_of_object;
  } else {
    // Where this leaves null the object may be gone in the next moment: its destructor no longer takes the lock.
    first.store(memo->next_of_object, std::memory_order_release);
  }
  delete memo;
}

}  // namespace pintle::cache
