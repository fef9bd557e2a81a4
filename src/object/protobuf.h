// Protobuf in and out, driven by schema::Type, as Kubernetes' generated code writes it; and protobuf to JSON without a tree.
//
//   PINTLE_TRY(Envelope envelope, split_envelope(body));                                   // storage.h
//   PINTLE_TRY(Document pod, decode_protobuf(*type, message, {envelope.api_version, envelope.kind}));
//   encode_protobuf_object(*type, pod.root(), {"v1", "Pod"}, out);                         // k8s\0 ...
//
// Written: every scalar and struct that is not a pointer, even when zero; ascending field numbers; map entries sorted by key.
// TypeMeta is no part of a message: it is in the envelope only. Decoding skips unknown fields, replaces nothing and takes the last of a
// repeated scalar. Strings of the tree point into the message, which the Document keeps.
//
// Thread: pure functions, any thread. Errors: bad_request for a malformed message.
// Source: gogo/protobuf's generated code in k8s.io/api, apimachinery/pkg/runtime/serializer/protobuf; docs/formats/schema.md.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "object/document.h"
#include "object/json.h"

namespace pintle::object {

inline constexpr size_t kProtobufDepthMax = 1000;  // nested messages

struct TypeMeta {
  std::string_view api_version;
  std::string_view kind;
};

class FieldSkips;

// Whether the JSON inside of a message (RawExtension, FieldsV1) is read to see that it is JSON: not needed for what the server stored.
enum class RawJson : bool { kChecked, kTrusted };

// `message` is without the envelope. The root's kind and apiVersion are set from `type_meta` (copied) where they are not empty.
// `skips`: what is left out; null: nothing.
Result<Document> decode_protobuf(const schema::Type& type, Bytes message, const TypeMeta& type_meta = {}, RawJson raw = RawJson::kChecked,
                                 const FieldSkips* skips = nullptr);

// Appends the message without an envelope. The root's kind and apiVersion are left out. The type must have a protobuf form.
void encode_protobuf(const schema::Type& type, const Value& value, std::string& out);

// Appends the envelope and the message.
void encode_protobuf_object(const schema::Type& type, const Value& value, const TypeMeta& type_meta, std::string& out);

// Appends the envelope around a message that is encoded already.
void append_envelope(const TypeMeta& type_meta, std::string_view message, std::string& out);

// Appends the JSON of a message, byte for byte what decoding and encoding would give, in one pass. On an error `out` has its former size.
// kAsHeld and kOmitted are the same here: a message holds no kind.
Result<void> protobuf_to_json(const schema::Type& type, std::string_view message, std::string& out, const JsonEncodeOptions& options = {});

}  // namespace pintle::object
