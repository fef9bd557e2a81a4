// Empty lists and maps are not stored: protobuf does not tell them from absent ones. What a write answers with is as it would be read.
//
//   drop_empty_collections(*document.type(), document.root());   // "sources": [] is "sources": null from here on
//
// Inside of values without a type (kAny, raw JSON) nothing is dropped: those are stored as they are.
// Thread: pure. Source: k8s.io/apiserver/pkg/storage (Create and GuaranteedUpdate decode what they have encoded).
#pragma once

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// `value` is of `type`, under construction.
void drop_empty_collections(const schema::Type& type, Value& value);

}  // namespace pintle::object
