// ObjectMeta: the metadata of any object, read and written by name, whatever its kind.
//
//   ObjectMeta meta(document.root(), *document.type());
//   meta.name()                                     // "" when absent
//   MutableObjectMeta writable(document);
//   writable.set_resource_version("");              // "" removes
//
// A handle over the tree: valid as long as the Document is and no one changes the struct under it (const one), one thread (mutable one).
// Source: meta/v1 ObjectMeta; field indexes come from its generated table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "object/document.h"
#include "schema/type.h"

namespace pintle::object {

// Field indexes of meta/v1 ObjectMeta.
struct ObjectMetaFields {
  uint16_t name, generate_name, namespace_, self_link, uid, resource_version, generation, creation_timestamp, deletion_timestamp,
      deletion_grace_period_seconds, labels, annotations, owner_references, finalizers, managed_fields;
  static const ObjectMetaFields& get();
};

class ObjectMeta {
 public:
  // `root` is a struct of `type`, or its metadata is taken as absent.
  ObjectMeta(const Value& root, const schema::Type& type);
  // The metadata node itself, or null.
  explicit ObjectMeta(const Value* metadata) : node_(metadata) {}

  const Value* node() const { return node_; }
  std::string_view name() const { return text(fields_.name); }
  std::string_view generate_name() const { return text(fields_.generate_name); }
  std::string_view namespace_() const { return text(fields_.namespace_); }
  std::string_view uid() const { return text(fields_.uid); }
  std::string_view resource_version() const { return text(fields_.resource_version); }
  int64_t generation() const;
  std::string_view creation_timestamp() const { return text(fields_.creation_timestamp); }
  std::string_view deletion_timestamp() const { return text(fields_.deletion_timestamp); }
  bool is_deleting() const { return get(fields_.deletion_timestamp) != nullptr; }
  std::optional<int64_t> deletion_grace_period_seconds() const;
  std::span<const Value> finalizers() const;
  bool has_finalizer(std::string_view finalizer) const;
  const Value* labels() const { return get(fields_.labels); }
  const Value* annotations() const { return get(fields_.annotations); }
  const Value* owner_references() const { return get(fields_.owner_references); }
  const Value* managed_fields() const { return get(fields_.managed_fields); }
  const Value* get(uint16_t index) const { return node_ ? node_->get(index) : nullptr; }

 private:
  std::string_view text(uint16_t index) const;
  const ObjectMetaFields& fields_ = ObjectMetaFields::get();
  const Value* node_ = nullptr;
};

class MutableObjectMeta {
 public:
  // Makes the metadata struct when it is absent. The document's type must have metadata.
  explicit MutableObjectMeta(Document& document);

  ObjectMeta read() const { return ObjectMeta(node_); }
  // Texts are copied into the document's arena; "" removes the field.
  void set_name(std::string_view value) { set_text(fields_.name, value); }
  void set_generate_name(std::string_view value) { set_text(fields_.generate_name, value); }
  void set_namespace(std::string_view value) { set_text(fields_.namespace_, value); }
  void set_self_link(std::string_view value) { set_text(fields_.self_link, value); }
  void set_uid(std::string_view value) { set_text(fields_.uid, value); }
  void set_resource_version(std::string_view value) { set_text(fields_.resource_version, value); }
  void set_creation_timestamp(std::string_view rfc3339) { set_text(fields_.creation_timestamp, rfc3339); }
  void set_deletion_timestamp(std::string_view rfc3339) { set_text(fields_.deletion_timestamp, rfc3339); }
  void set_deletion_grace_period_seconds(std::optional<int64_t> value);
  void set_generation(int64_t value);  // 0 removes
  void set_label(std::string_view key, std::string_view value);
  void add_finalizer(std::string_view finalizer);
  void remove_finalizer(std::string_view finalizer);
  void erase(uint16_t index) { node_->erase(index); }
  // A node of this document's arena, or null to remove.
  void set(uint16_t index, const Value* value);

 private:
  void set_text(uint16_t index, std::string_view value);
  const ObjectMetaFields& fields_ = ObjectMetaFields::get();
  Arena& arena_;
  Value* node_;
};

// The root's apiVersion and kind; "" when absent.
std::string_view api_version(const Value& root, const schema::Type& type);
std::string_view kind(const Value& root, const schema::Type& type);
// Sets both; the texts are copied.
void set_type_meta(Document& document, std::string_view api_version, std::string_view kind);

}  // namespace pintle::object
