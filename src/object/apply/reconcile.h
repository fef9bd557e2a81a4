// Reconciling a field set with the schema of today: paths below what is atomic now become the path of the whole, as when a type was
// granular when the set was written, or when a client made it up.
// Source: structured-merge-diff/v6/typed/reconcile_schema.go.
#pragma once

#include "object/document.h"
#include "object/field_set.h"
#include "schema/type.h"

namespace pintle::object {

// The very same set when nothing changes.
FieldSet reconciled(const FieldSet& set, const schema::Type& type, Arena& arena);

}  // namespace pintle::object
