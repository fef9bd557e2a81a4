// Ref<T>: a pointer to an object that counts its own references: one word wide, no control block, safe to copy on any thread.
//
//   class Node final : public RefCounted<Node> { ... };
//   Ref<Node> node = Ref<Node>::adopt(new Node(...));
//
// Ownership: an object starts with one reference, which adopt() takes over; the last Ref deletes it. A class that lives in a larger
// memory block of its own gives itself an `operator delete`.
// Thread: the count is atomic. The pointee is shared by all of its holders: immutable, or guarded by its own rules.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace pintle {

template <class Derived>
class RefCounted {
 public:
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;

  void retain(uint32_t references = 1) const { references_.fetch_add(references, std::memory_order_relaxed); }
  void release(uint32_t references = 1) const {
    if (references_.fetch_sub(references, std::memory_order_acq_rel) == references) delete static_cast<const Derived*>(this);
  }
  // True when the caller's reference is the only one. Nobody else can then get another, but from the caller.
  bool unique() const { return references_.load(std::memory_order_acquire) == 1; }

 protected:
  RefCounted() = default;
  ~RefCounted() = default;

 private:
  mutable std::atomic<uint32_t> references_{1};
};

template <class T>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}
  // Takes over a reference that the caller has.
  static Ref adopt(T* object) {
    Ref ref;
    ref.object_ = object;
    return ref;
  }
  // Takes a reference of its own.
  static Ref share(T* object) {
    if (object) object->retain();
    return adopt(object);
  }
  Ref(const Ref& other) noexcept : object_(other.object_) {
    if (object_) object_->retain();
  }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  template <class U>
    requires(!std::is_same_v<U, T> && std::is_convertible_v<U*, T*>)
  Ref(Ref<U> other) noexcept : object_(other.detach()) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_) object_->release();
  }

  T* get() const { return object_; }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }
  // Gives the reference to the caller.
  [[nodiscard]] T* detach() { return std::exchange(object_, nullptr); }
  friend bool operator==(const Ref&, const Ref&) = default;

 private:
  T* object_ = nullptr;
};

}  // namespace pintle
