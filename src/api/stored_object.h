// Objects between the store's bytes and what clients read.
//
//   PINTLE_TRY(Document pod, decode_stored(resource, object));     // the served version, with resourceVersion
//   PINTLE_TRY(Bytes stored, encode_stored(resource, pod));        // the storage encoding, without resourceVersion
//   PINTLE_TRY(Bytes json, json_members(resource, object));        // {"metadata":...}, remembered; for GET, LIST and WATCH alike
//
// Thread: any. Errors: 500 for bytes that cannot be read; a conversion's own.
#pragma once

#include "api/resource.h"
#include "base/bytes.h"
#include "base/result.h"
#include "cache/object.h"
#include "object/document.h"

namespace pintle::api {

Result<object::Document> decode_stored(const Resource& resource, const cache::Object& object);
// The same for a Table's row: without the parts that no row of the kind reads.
Result<object::Document> decode_for_row(const Resource& resource, const cache::Object& object);

// The document's type meta and resourceVersion are not stored. It is left as it will be read back: lists and maps without items are gone.
Result<Bytes> encode_stored(const Resource& resource, object::Document& document);

// The object's JSON without kind and apiVersion, as lists have their items; no newline.
Result<Bytes> json_members(const Resource& resource, const cache::Object& object, cache::Admit admit = cache::Admit::kAlways);

// The protobuf message of the served version, without its envelope.
Result<Bytes> protobuf_message(const Resource& resource, const cache::Object& object);

// PartialObjectMetadata of the object, as a whole object, and as the message that lists have in their items. `version`: of meta.k8s.io.
Result<std::string> metadata_json(const Resource& resource, const cache::Object& object, std::string_view version);
Result<std::string> metadata_message(const Resource& resource, const cache::Object& object);

// `{"kind":"Pod","apiVersion":"v1",`: what goes before json_members()'s first member.
std::string json_type_meta(std::string_view api_version, std::string_view kind);

}  // namespace pintle::api
