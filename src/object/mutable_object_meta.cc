#include "object/mutable_object_meta.h"

#include "base/check.h"

namespace pintle::object {
namespace {

uint16_t index_of(const schema::Type& type, std::string_view name) {
  const int index = type.find(name);
  PINTLE_CHECK(index >= 0);
  return static_cast<uint16_t>(index);
}

std::string_view text_named(const Value& root, const schema::Type& type, std::string_view name) {
  const int index = root.is_struct() ? type.find(name) : -1;
  const Value* value = index < 0 ? nullptr : root.get(static_cast<uint16_t>(index));
  return value ? value->as_string() : std::string_view();
}

}  // namespace

std::optional<int64_t> deletion_grace_period_seconds(const ObjectMeta& meta) {
  const Value* value = meta.get(ObjectMetaFields::get().deletion_grace_period_seconds);
  if (!value) return std::nullopt;
  return value->as_int();
}

bool has_finalizers(const ObjectMeta& meta) { return meta.finalizers() && meta.finalizers()->size() > 0; }

bool has_finalizer(const ObjectMeta& meta, std::string_view finalizer) {
  if (!meta.finalizers()) return false;
  for (const Value& item : meta.finalizers()->items())
    if (item.as_string() == finalizer) return true;
  return false;
}

MutableObjectMeta::MutableObjectMeta(Document& document) : arena_(document.arena()) {
  const uint16_t index = index_of(*document.type(), "metadata");
  node_ = document.root().get(index);
  if (!node_) node_ = &document.root().set(arena_, index, Value::empty_struct());
}

void MutableObjectMeta::set(uint16_t index, const Value* value) {
  if (value)
    node_->set(arena_, index, *value);
  else
    node_->erase(index);
}

void MutableObjectMeta::set_text(uint16_t index, std::string_view value) {
  if (value.empty())
    node_->erase(index);
  else
    node_->set(arena_, index, Value::string(arena_.copy(value)));
}

void MutableObjectMeta::set_deletion_grace_period_seconds(std::optional<int64_t> value) {
  if (value)
    node_->set(arena_, fields_.deletion_grace_period_seconds, Value::integer(*value));
  else
    node_->erase(fields_.deletion_grace_period_seconds);
}

void MutableObjectMeta::set_generation(int64_t value) {
  if (value)
    node_->set(arena_, fields_.generation, Value::integer(value));
  else
    node_->erase(fields_.generation);
}

void MutableObjectMeta::set_entry(uint16_t map, std::string_view key, std::string_view value) {
  Value* entries = node_->get(map);
  if (!entries) entries = &node_->set(arena_, map, Value::empty_map());
  entries->set(arena_, arena_.copy(key), Value::string(arena_.copy(value)));
}

void MutableObjectMeta::set_label(std::string_view key, std::string_view value) { set_entry(fields_.labels, key, value); }
void MutableObjectMeta::set_annotation(std::string_view key, std::string_view value) { set_entry(fields_.annotations, key, value); }

void MutableObjectMeta::add_finalizer(std::string_view finalizer) {
  Value* finalizers = node_->get(fields_.finalizers);
  if (!finalizers) finalizers = &node_->set(arena_, fields_.finalizers, Value::empty_list());
  finalizers->append(arena_, Value::string(arena_.copy(finalizer)));
}

void MutableObjectMeta::remove_finalizer(std::string_view finalizer) {
  Value* finalizers = node_->get(fields_.finalizers);
  if (!finalizers) return;
  for (size_t i = finalizers->size(); i-- > 0;)
    if (finalizers->items()[i].as_string() == finalizer) finalizers->erase_item(i);
  if (finalizers->size() == 0) node_->erase(fields_.finalizers);
}

std::string_view api_version(const Value& root, const schema::Type& type) { return text_named(root, type, "apiVersion"); }
std::string_view kind(const Value& root, const schema::Type& type) { return text_named(root, type, "kind"); }

void set_type_meta(Document& document, std::string_view api_version, std::string_view kind) {
  Arena& arena = document.arena();
  document.root().set(arena, index_of(*document.type(), "apiVersion"), Value::string(arena.copy(api_version)));
  document.root().set(arena, index_of(*document.type(), "kind"), Value::string(arena.copy(kind)));
}

}  // namespace pintle::object
