#include "cache/snapshot.h"

#include <algorithm>

#include "base/check.h"

namespace pintle::cache {

ObjectRange Snapshot::range(std::string_view prefix, std::string_view start_key) const {
  ObjectRange range(state_);
  range.objects_ = state_->objects.lower_bound(std::max(prefix, start_key));
  range.left_ = state_->objects.count(prefix, start_key);  // no key has to be read to know where the range ends
  range.settle();
  return range;
}

ObjectRange Snapshot::by_field(size_t field, std::string_view value, std::string_view prefix, std::string_view start_key) const {
  const auto index = std::ranges::find(state_->indexes, field, &FieldIndex::field);
  PINTLE_CHECK(index != state_->indexes.end());
  ObjectRange range(state_);
  range.prefix_ = IndexEntry::text(value, prefix);
  range.field_ = field;
  range.value_ = value;
  range.by_index_ = true;
  range.entries_ = index->entries.lower_bound(IndexEntry::text(value, std::max(prefix, start_key)));
  range.settle();
  return range;
}

ObjectRange& ObjectRange::operator++() {
  if (by_index_) {
    ++entries_;
  } else {
    ++objects_;
    --left_;
  }
  settle();
  return *this;
}

void ObjectRange::settle() {
  object_ = nullptr;
  if (!by_index_) {
    if (left_ > 0) object_ = &*objects_;
    return;
  }
  for (; entries_ && entries_->key().starts_with(prefix_); ++entries_) {
    const Object* object = state_->objects.find(entries_->object_key());
    PINTLE_CHECK(object);
    // A value may hold a NUL and so look like another value followed by a key.
    if (object->field(field_) != value_) continue;
    object_ = object;
    return;
  }
}

}  // namespace pintle::cache
