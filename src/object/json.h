// JSON in and out, driven by schema::Type.
//
//   PINTLE_TRY(Decoded pod, decode_json(*type, body, {.strictness = Strictness::kStrict}));
//   for (const std::string& error : pod.strict_errors) ...          // unknown field "spec.foo"
//   encode_json(*type, pod.document.root(), out);                   // {"kind":"Pod","apiVersion":"v1","metadata":{...
//
// The tree that comes out is what Go's decoder would hold: JSON null is absent (in a list or map: the zero value of the element), a zero
// value of a field that is not a pointer is absent, [] and {} of lists and maps are kept. Times, durations and quantities are in canonical
// form. Strings point into the input, which the Document keeps; only those with escapes are copied. The output is byte for byte what Go's
// encoder writes: declaration order, omitempty, sorted maps, HTML escaping, Go's floats.
//
// Thread: pure functions, any thread. Errors: bad_request with upstream's message (invalid character..., json: cannot unmarshal ...).
// Source: sigs.k8s.io/json, encoding/json, apimachinery/pkg/runtime/serializer/json; Marshal and Unmarshal methods of the types in
// schema-type kinds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "object/document.h"
#include "object/value.h"

namespace pintle::schema {
struct Type;
}

namespace pintle::object {

// Nested lists and objects. DIFFERS: encoding/json stops at 10000; whatever walks a tree does so on the stack of its thread.
inline constexpr size_t kJsonDepthMax = 1000;
inline constexpr size_t kStrictErrorsMax = 100;  // sigs.k8s.io/json: saveStrictError

enum class Strictness : uint8_t { kLenient, kStrict };

struct JsonDecodeOptions {
  Strictness strictness = Strictness::kLenient;
};

struct Decoded {
  Document document;
  // Strict only: `unknown field "spec.foo"`, `duplicate field "metadata.name"`, each once, in the order found.
  std::vector<std::string> strict_errors;
};

// The whole input is one JSON value of the type. A type error fails the decoding, unknown and duplicate fields do not.
Result<Decoded> decode_json(const schema::Type& type, Bytes json, const JsonDecodeOptions& options = {});

// Any JSON value: kAny as a root type. Patches and schemaless objects are decoded with it.
const schema::Type& any_type();
// A JSON object: Go's map[string]interface{}.
const schema::Type& any_object_type();

// What the root object says of kind and apiVersion.
enum class RootTypeMeta : uint8_t { kAsHeld, kGiven, kOmitted };

struct JsonEncodeOptions {
  RootTypeMeta root = RootTypeMeta::kAsHeld;
  std::string_view api_version;  // kGiven only
  std::string_view kind;         // kGiven only
  bool pretty = false;           // json.MarshalIndent with two spaces
};

// Appends. No newline at the end. `value` is a tree of `type`; absent fields are written as their Go zero value where the field's Emit says
// so.
void encode_json(const schema::Type& type, const Value& value, std::string& out, const JsonEncodeOptions& options = {});

// Appends the JSON text with two spaces of indent, as json.MarshalIndent does. `json` must be valid.
void append_indented_json(std::string_view json, std::string& out);

// Appends the text as a JSON string with Go's HTML escaping; invalid UTF-8 becomes \ufffd.
void append_json_string(std::string_view text, std::string& out);

// Appends the number as encoding/json does. `value` must be finite.
void append_json_double(double value, std::string& out);

}  // namespace pintle::object
