// Unstructured: an object as plain JSON (maps, lists, scalars), and back into the tree of its type. What upstream calls
// unstructured.Unstructured; the form that JSON Patch works on and that patches and applied configurations come in.
//
//   Value plain = to_unstructured(type, root, arena);                     // {"spec":{"containers":null},...}: maps, sorted
//   PINTLE_TRY(Value root, from_unstructured(type, plain, arena, &unknown));
//
// A plain tree has no structs; bytes are base64 strings, raw extensions are the JSON they hold.
// Ownership: results live in `arena`; strings are shared with the input, which must live as long.
// Errors: bad_request with the text of upstream's converter when a value has the wrong shape for its type.
// Source: k8s.io/apimachinery/pkg/runtime/converter.go (ToUnstructured, FromUnstructuredWithValidation).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// As JSON shows it: fields that are left out are not there, zero values that are always written are.
Value to_unstructured(const schema::Type& type, const Value& value, Arena& arena);

// `unknown_fields`, unless null, gets `unknown field "spec.x"` for each key that the type does not have, in upstream's order.
Result<Value> from_unstructured(const schema::Type& type, const Value& plain, Arena& arena, std::vector<std::string>* unknown_fields);

}  // namespace pintle::object
