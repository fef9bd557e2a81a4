#include "api/managed_times.h"

#include "object/equality.h"
#include "object/mutable_object_meta.h"

namespace pintle::api {
namespace {

using object::Value;

bool fields_equal(const schema::Type& type, const Value& left, const Value& right, auto ignored) {
  for (size_t i = 0; i < type.fields.size(); ++i) {
    const auto index = static_cast<uint16_t>(i);
    if (ignored(index)) continue;
    if (!object::semantic_equal(type.fields[i], left.get(index), right.get(index))) return false;
  }
  return true;
}

const schema::Type& field_type(const schema::Type& type, uint16_t index) { return *type.fields[index].type; }

bool equal_but_for_times(const schema::Type& entries_type, const Value* left, const Value* right) {
  if (!left || !right || left->size() != right->size()) return false;
  const schema::Type& entry = *entries_type.element;
  const int time = entry.find("time");
  for (size_t i = 0; i < left->size(); ++i)
    if (!fields_equal(entry, left->items()[i], right->items()[i], [&](uint16_t index) { return index == time; })) return false;
  return true;
}

}  // namespace

void keep_managed_times(const Value& old, object::Document& document) {
  const schema::Type& type = *document.type();
  const object::ObjectMetaFields& fields = object::ObjectMetaFields::get();
  const auto metadata = static_cast<uint16_t>(type.find("metadata"));
  const schema::Type& meta_type = field_type(type, metadata);
  const Value* before = old.get(metadata);
  const Value* after = document.root().get(metadata);
  if (!before || !after) return;
  if (!equal_but_for_times(field_type(meta_type, fields.managed_fields), before->get(fields.managed_fields),
                           after->get(fields.managed_fields)))
    return;
  const auto versioned = [&](uint16_t index) { return index == fields.managed_fields || index == fields.resource_version; };
  if (!fields_equal(meta_type, *before, *after, versioned)) return;
  if (!fields_equal(type, old, document.root(), [&](uint16_t index) { return index == metadata; })) return;
  const Value kept = object::deep_copy(*before->get(fields.managed_fields), document.arena());
  object::MutableObjectMeta(document).set(fields.managed_fields, &kept);
}

}  // namespace pintle::api
