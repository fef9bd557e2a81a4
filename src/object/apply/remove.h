// Removing fields and items from a plain object by their paths.
// Source: structured-merge-diff/v6/typed/remove.go; fieldpath/set.go EnsureNamedFieldsAreMembers.
#pragma once

#include "object/document.h"
#include "object/field_set.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// Without the values whose paths are in the set. What is emptied by that stays, empty. Shares the nodes that it keeps.
Value without_fields(const schema::Type& type, const Value& object, const FieldSet& removed, Arena& arena);

// The set, and with it every declared field that some path of it goes through: so that an emptied struct goes with its last field.
FieldSet with_named_fields(const schema::Type& type, const FieldSet& set, Arena& arena);

}  // namespace pintle::object
