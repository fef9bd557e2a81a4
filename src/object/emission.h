// Emission: which fields of a struct JSON shows, and with what value when the tree has no node. Patches, apply, managedFields and the
// unstructured form all see an object as its JSON would, so `omitempty`, `omitzero` and always-written zero values matter to them.
//
//   const Value* node = emitted(field, object.get(index));   // null: JSON leaves the field out
//
// Source: Go's encoding/json; sigs.k8s.io/structured-merge-diff value/reflectcache.go CanOmit; docs/formats/schema.md.
#pragma once

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// The node as JSON shows it: `node` itself, or an immutable zero value when Go writes one, or null when the field is left out.
// The zero of a plain struct is an empty struct, of a list, map or pointer null, of a time null, of a quantity "0".
const Value* emitted(const schema::Field& field, const Value* node);

// What Go writes for the zero value of a type that is not behind a pointer. Lives as long as the process.
const Value& zero_value(const schema::Type& type);

// True when two values of one type show the same JSON; both may be plain. Numbers compare by value, raw JSON by meaning.
bool shown_equal(const schema::Type& type, const Value& left, const Value& right);
// The same of two fields; null is left out.
inline bool shown_equal(const schema::Type& type, const Value* left, const Value* right) {
  return left && right ? shown_equal(type, *left, *right) : left == right;
}

}  // namespace pintle::object
