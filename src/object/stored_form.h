// What of a tree comes back from storage: protobuf has no lists and maps without items, so fields that were [] or {} are absent then, and
// JSON shows null where it must show something.
//
// `value` is of `type` and under construction. Raw JSON inside it is kept as it is. Thread: the document's.
#pragma once

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

void drop_what_storage_drops(const schema::Type& type, Value& value);

}  // namespace pintle::object
