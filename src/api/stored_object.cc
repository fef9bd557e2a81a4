#include "api/stored_object.h"

#include "api/hidden_annotations.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/protobuf.h"
#include "object/protobuf_wire.h"
#include "object/storage.h"
#include "object/stored_form.h"

namespace pintle::api {
namespace {

using object::Document;

Status unreadable(const cache::Object& object, std::string_view why) {
  return Status::internal("the stored object at key " + std::string(object.key()) + " cannot be read: " + std::string(why));
}

Result<Bytes> stored_message(const cache::Object& object) {
  const Bytes& canonical = object.canonical();
  const auto envelope = object::split_envelope(canonical);
  if (!envelope) return fail(unreadable(object, envelope.error().message()));
  return canonical.slice(static_cast<size_t>(envelope->message.data() - canonical.data()), envelope->message.size());
}

// The message at the served version, without the annotations that metadata alone does not have.
Result<Bytes> message_for_metadata(const Resource& resource, const cache::Object& object) {
  if (resource.kind->hidden_annotations.empty()) return protobuf_message(resource, object);
  PINTLE_TRY(Document document, decode_stored(resource, object));
  const int metadata = object::metadata_field(*resource.type);
  if (object::Value* node = document.root().get(static_cast<uint16_t>(metadata))) hide_annotations(*resource.kind, *node);
  std::string message;
  object::encode_protobuf(*resource.type, document.root(), message);
  return Bytes::take(std::move(message));
}

// The ObjectMeta message at the served version.
Result<Bytes> object_meta_message(const Resource& resource, const cache::Object& object) {
  PINTLE_TRY(const Bytes message, message_for_metadata(resource, object));
  const auto metadata = object::find_metadata(message);
  if (!metadata) return fail(unreadable(object, metadata.error().message()));
  return message.slice(static_cast<size_t>(metadata->data() - message.data()), metadata->size());
}

Result<Bytes> make_json_members(const Resource& resource, const cache::Object& object) {
  std::string json;
  json.reserve(object.canonical().size() * 2);
  if (resource.converts()) {
    PINTLE_TRY(const Document document, decode_stored(resource, object));
    object::encode_json(*resource.type, document.root(), json, {.root = object::RootTypeMeta::kOmitted});
  } else {
    PINTLE_TRY(const Bytes message, stored_message(object));
    const auto transcoded = object::protobuf_to_json(*resource.type, message, json, {.root = object::RootTypeMeta::kOmitted});
    if (!transcoded) return fail(unreadable(object, transcoded.error().message()));
  }
  return Bytes::copy(json);
}

Result<Document> decode(const Resource& resource, const cache::Object& object, const object::FieldSkips* skips) {
  PINTLE_TRY(Bytes message, stored_message(object));
  auto document = object::decode_protobuf(*resource.storage_type, std::move(message), {resource.storage_api_version, resource.storage_kind},
                                          object::RawJson::kTrusted, skips);
  if (!document) return fail(unreadable(object, document.error().message()));
  if (resource.converts()) {
    PINTLE_TRY_VOID(resource.kind->from_storage(*document));
    object::set_type_meta(*document, resource.api_version, resource.kind->kind);
  }
  return document;
}

}  // namespace

Result<Document> decode_stored(const Resource& resource, const cache::Object& object) { return decode(resource, object, nullptr); }

Result<Document> decode_for_row(const Resource& resource, const cache::Object& object) {
  // A conversion may read anything.
  const bool whole = resource.converts() || resource.row_skips.empty();
  return decode(resource, object, whole ? nullptr : &resource.row_skips);
}

Result<Bytes> encode_stored(const Resource& resource, Document& document) {
  object::MutableObjectMeta meta(document);
  const std::string revision(meta.read().resource_version());
  meta.set_resource_version("");
  std::string stored;
  if (resource.converts()) {
    Document converted = document.clone();
    PINTLE_TRY_VOID(resource.kind->to_storage(converted));
    object::encode_protobuf_object(*resource.storage_type, converted.root(), {resource.storage_api_version, resource.storage_kind}, stored);
  } else {
    object::encode_protobuf_object(*resource.type, document.root(), {resource.storage_api_version, resource.storage_kind}, stored);
  }
  meta.set_resource_version(revision);
  return Bytes::copy(stored);
}

Result<Bytes> json_members(const Resource& resource, const cache::Object& object, cache::Admit admit) {
  if (auto known = object.find_encoding(resource.json_slot)) return *std::move(known);
  PINTLE_TRY(Bytes json, make_json_members(resource, object));
  return object.encoding(resource.json_slot, [&] { return std::move(json); }, admit);
}

Result<Bytes> protobuf_message(const Resource& resource, const cache::Object& object) {
  if (!resource.converts()) return stored_message(object);
  PINTLE_TRY(const Document document, decode_stored(resource, object));
  std::string message;
  object::encode_protobuf(*resource.type, document.root(), message);
  return Bytes::take(std::move(message));
}

Result<std::string> metadata_json(const Resource& resource, const cache::Object& object, std::string_view version) {
  static const schema::Type* const type = schema::find_builtin_type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
  PINTLE_TRY(const Bytes metadata, object_meta_message(resource, object));
  std::string json = json_type_meta("meta.k8s.io/" + std::string(version), "PartialObjectMetadata") + "\"metadata\":";
  const auto transcoded = object::protobuf_to_json(*type, metadata, json);
  if (!transcoded) return fail(unreadable(object, transcoded.error().message()));
  return json + "}";
}

Result<std::string> metadata_message(const Resource& resource, const cache::Object& object) {
  PINTLE_TRY(const Bytes metadata, object_meta_message(resource, object));
  std::string message;
  object::append_field_head(1, metadata.size(), message);
  message += metadata.view();
  return message;
}

std::string json_type_meta(std::string_view api_version, std::string_view kind) {
  std::string text = "{\"kind\":";
  object::append_json_string(kind, text);
  text += ",\"apiVersion\":";
  object::append_json_string(api_version, text);
  return text + ",";
}

}  // namespace pintle::api
