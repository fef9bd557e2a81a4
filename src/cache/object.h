// Object: one immutable version of one stored object, shared by snapshots, history, watches and responses.
//
//   key        "/registry/pods/default/web"
//   revision   42                                  metadata.resourceVersion
//   canonical  k8s\0...                            the storage encoding with metadata.resourceVersion in place
//   labels     app=web, tier=front                 sorted by key; views into the canonical bytes
//   fields     "web", "node-7"                     in the order of ResourceSpec::selectable_fields
//
// Memory: one block for header, key and attributes (as offsets, 8 bytes a text), one for the canonical bytes; other encodings are made on
// demand and remembered under the EncodingBudget.
// Thread: immutable but for the memos, which guard themselves; ObjectPtr may be copied and dropped anywhere.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/ref.h"
#include "cache/encoding_budget.h"
#include "cache/label_filter.h"
#include "object/field_extract.h"

namespace pintle::cache {

class Object;
using ObjectPtr = Ref<const Object>;

class Object final : public RefCounted<Object> {
 public:
  struct Identity {
    std::string_view key;
    int64_t revision = 0;
    int64_t create_revision = 0;
  };
  // `canonical` already holds identity.revision as its resourceVersion; `attributes` was extracted from it. `budget` outlives the object.
  static ObjectPtr create(const Identity& identity, Bytes canonical, const object::Attributes& attributes, EncodingBudget& budget);
  // A version whose bytes could not be read: it has no attributes and must not be served. `stored` is kept as it is.
  static ObjectPtr create_unreadable(const Identity& identity, Bytes stored, EncodingBudget& budget);
  ~Object();

  std::string_view key() const { return {text_begin(), key_size_}; }
  int64_t revision() const { return revision_; }
  int64_t create_revision() const { return create_revision_; }
  // The storage encoding, to be sent or decoded as it is; a copy keeps the bytes alive without the object.
  const Bytes& canonical() const { return canonical_; }
  // False: the stored bytes are damaged; a request for it fails with 500 and a list that holds it as well.
  bool readable() const { return readable_; }

  size_t label_count() const { return label_count_; }
  object::Label label(size_t index) const;
  std::optional<std::string_view> find_label(std::string_view key) const;
  LabelFilter label_filter() const { return label_filter_; }
  size_t field_count() const { return field_count_; }
  // `index` < field_count(), an index into ResourceSpec::selectable_fields. "" for an unreadable object.
  std::string_view field(size_t index) const;

  // The encoding remembered under `slot`, if any.
  std::optional<Bytes> find_encoding(uint8_t slot) const;
  // The same, or made by `make()` -> Bytes and remembered. Two threads that come at the same moment may both make it; both get the same.
  template <class Make>
  Bytes encoding(uint8_t slot, Make&& make, Admit admit = Admit::kAlways) const {
    if (std::optional<Bytes> known = find_encoding(slot)) return *std::move(known);
    return remember_encoding(slot, std::forward<Make>(make)(), admit);
  }

  // Bytes of memory that this version takes, without memos.
  size_t memory_bytes() const;
  void operator delete(void* memory) { ::operator delete(memory); }

 private:
  friend class EncodingBudget;
  // A text in the canonical bytes or, with kOwnText set, in this block behind the key.
  struct Text {
    uint32_t offset;
    uint32_t size;
  };
  static constexpr uint32_t kOwnText = uint32_t{1} << 31;

  Object() = default;
  static Object* allocate(const Identity& identity, Bytes canonical, size_t labels, size_t fields, size_t own_bytes,
                          EncodingBudget& budget);
  // The place of `text`, which is copied behind the key when it does not stand in the canonical bytes.
  Text place(std::string_view text, uint32_t& own_used);
  Text* texts() { return reinterpret_cast<Text*>(this + 1); }
  const Text* texts() const { return reinterpret_cast<const Text*>(this + 1); }
  size_t text_count() const { return 2 * size_t{label_count_} + field_count_; }
  const char* text_begin() const { return reinterpret_cast<const char*>(texts() + text_count()); }
  std::string_view text(size_t index) const;
  Bytes remember_encoding(uint8_t slot, Bytes bytes, Admit admit) const;

  LabelFilter label_filter_;
  // In the memory behind it: the texts of the labels (key, value) and fields, the object's key, texts of its own.
  uint32_t key_size_ = 0;
  uint32_t label_count_ = 0;
  uint16_t field_count_ = 0;
  bool readable_ = true;
  uint32_t own_bytes_ = 0;  // of the texts behind the key
  int64_t revision_ = 0;
  int64_t create_revision_ = 0;
  Bytes canonical_;
  EncodingBudget* budget_ = nullptr;
  mutable std::atomic<EncodingBudget::Memo*> memos_{nullptr};  // guarded by the stripe; null is final for the last owner
};

}  // namespace pintle::cache
