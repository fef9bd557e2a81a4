// MutableObjectMeta: the metadata of an object under construction, written by name, whatever its kind; and its apiVersion and kind.
//
//   MutableObjectMeta meta(document);
//   meta.set_resource_version("");              // "" removes
//
// A handle over the tree: valid as long as the Document is and no one else changes its root. One thread.
// Source: meta/v1 ObjectMeta, TypeMeta.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "object/document.h"
#include "object/object_meta.h"
#include "schema/type.h"

namespace pintle::object {

// The grace period of a deletion that is under way, if any.
std::optional<int64_t> deletion_grace_period_seconds(const ObjectMeta& meta);
bool has_finalizers(const ObjectMeta& meta);
bool has_finalizer(const ObjectMeta& meta, std::string_view finalizer);

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
  void set_annotation(std::string_view key, std::string_view value);
  void add_finalizer(std::string_view finalizer);
  void remove_finalizer(std::string_view finalizer);
  void erase(uint16_t index) { node_->erase(index); }
  // A node of this document's arena, or null to remove.
  void set(uint16_t index, const Value* value);

 private:
  void set_entry(uint16_t map, std::string_view key, std::string_view value);
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
