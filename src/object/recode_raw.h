// What a patch does to raw JSON that it does not touch: upstream writes the object as JSON, patches that and reads it again, which takes
// the blanks out of embedded objects, and through a plain tree sorts their keys.
//
//   recode_raw(type, patched.root(), live.root(), arena, RawForm::kCompact);     // {"b": 1, "a": 2} -> {"b":1,"a":2}
//
// An immutable embedded object (ControllerRevision.data) that was written with blanks is changed by that.
// Thread: pure; the tree is under construction. Source: runtime.RawExtension MarshalJSON; apiserver endpoints/handlers/patch.go.
#pragma once

#include <cstdint>

#include "object/document.h"
#include "schema/type.h"

namespace pintle::object {

// kCompact: raw JSON that says what it said in `live` has the order of there. kSorted: by key.
enum class RawForm : uint8_t { kCompact, kSorted };

// `value` and `live` are structs of `type`; null is none. Raw bytes that are no JSON stay as they are.
void recode_raw(const schema::Type& type, Value& value, const Value* live, Arena& arena, RawForm form);

}  // namespace pintle::object
