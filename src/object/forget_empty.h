// What an object loses in the store: protobuf cannot tell an empty list or map from none, so both read as none.
//
// The answer to a write is the object as it is stored; a field that is always written shows the difference ("rules": null, not []).
// Thread: pure; the tree is under construction. Source: gogo protobuf as upstream's types use it; docs/formats/schema.md.
#pragma once

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// `value` is a struct of `type`. Wrapped lists (ExtraValue) and bytes keep their emptiness in protobuf, and here.
void forget_empty(const schema::Type& type, Value& value);

}  // namespace pintle::object
