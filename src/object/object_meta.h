// ObjectMeta on the tree: the indexes of its fields, plain reads and writes, and the validation that all kinds share.
//
//   const ObjectMeta meta(root.get(kind.metadata));      // null reads as empty
//   if (meta.deletion_timestamp().empty()) ...
//   validate_object_meta(meta, Namespacing::kRequired, name_is_dns_subdomain, FieldPath("metadata"), errors);
//
// Ownership: a view; it lives as long as the tree and until `metadata` gains or loses a field.
// Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go; apis/meta/v1/validation.
#pragma once

#include <cstdint>
#include <string_view>

#include "object/field_error.h"
#include "object/validation.h"
#include "object/value.h"

namespace pintle::schema {
struct Type;
}

namespace pintle::object {

inline constexpr size_t kAnnotationsBytesMax = 256 << 10;  // keys and values together
inline constexpr size_t kFieldManagerBytesMax = 128;
inline constexpr size_t kSubresourceBytesMax = 256;

// Where ObjectMeta's fields are in its table. Looked up once; the same for all kinds.
struct ObjectMetaFields {
  uint16_t name, generate_name, namespace_, self_link, uid, resource_version, generation, creation_timestamp, deletion_timestamp,
      deletion_grace_period_seconds, labels, annotations, owner_references, finalizers, managed_fields;
  static const ObjectMetaFields& get();
};

// The same of an entry of managedFields.
struct ManagedFieldsEntryFields {
  uint16_t manager, operation, api_version, time, fields_type, fields_v1, subresource;
  static const ManagedFieldsEntryFields& get();
};

// The index of `metadata` in the type of a kind, or -1.
int metadata_field(const schema::Type& type);

class ObjectMeta {
 public:
  explicit ObjectMeta(const Value* metadata) : meta_(metadata) {}
  // The metadata of an object of this type; empty when it has none.
  ObjectMeta(const schema::Type& type, const Value& object);

  std::string_view name() const { return text(ObjectMetaFields::get().name); }
  std::string_view generate_name() const { return text(ObjectMetaFields::get().generate_name); }
  std::string_view namespace_name() const { return text(ObjectMetaFields::get().namespace_); }
  std::string_view uid() const { return text(ObjectMetaFields::get().uid); }
  std::string_view resource_version() const { return text(ObjectMetaFields::get().resource_version); }
  std::string_view creation_timestamp() const { return text(ObjectMetaFields::get().creation_timestamp); }
  std::string_view deletion_timestamp() const { return text(ObjectMetaFields::get().deletion_timestamp); }
  int64_t generation() const;
  // Null when there are none.
  const Value* labels() const { return get(ObjectMetaFields::get().labels); }
  const Value* annotations() const { return get(ObjectMetaFields::get().annotations); }
  const Value* owner_references() const { return get(ObjectMetaFields::get().owner_references); }
  const Value* finalizers() const { return get(ObjectMetaFields::get().finalizers); }
  const Value* managed_fields() const { return get(ObjectMetaFields::get().managed_fields); }
  // The metadata struct, or null.
  const Value* node() const { return meta_; }
  const Value* get(uint16_t field) const { return meta_ ? meta_->get(field) : nullptr; }

 private:
  std::string_view text(uint16_t field) const;
  const Value* meta_;
};

enum class Namespacing : uint8_t { kRequired, kForbidden };

// On create, after name generation. Errors in upstream's order.
void validate_object_meta(const ObjectMeta& meta, Namespacing namespacing, NameFunction name, const FieldPath& path, ErrorList& errors);
void validate_object_meta_update(const ObjectMeta& meta, const ObjectMeta& old, const FieldPath& path, ErrorList& errors);

// Each takes the map or list as it is in the tree; null is none.
void validate_labels(const Value* labels, const FieldPath& path, ErrorList& errors);
void validate_annotations(const Value* annotations, const FieldPath& path, ErrorList& errors);
void validate_owner_references(const Value* references, const FieldPath& path, ErrorList& errors);
void validate_finalizers(const Value* finalizers, const FieldPath& path, ErrorList& errors);
void validate_managed_fields(const Value* entries, const FieldPath& path, ErrorList& errors);
bool annotations_fit(const Value* annotations);

}  // namespace pintle::object
