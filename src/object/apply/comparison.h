// Comparison: which field paths an object gained, changed and lost, and all the paths it has. What ownership is computed from.
//
//   PINTLE_TRY(Comparison changes, compare_objects(type, live, updated, arena));
//   changes.modified        // .spec.replicas, .spec.template.spec.containers[name="web"].image
//
// Both work on the object as its JSON shows it (emission.h), or on plain objects (unstructured.h). Sets live in `arena`, their names in the
// objects and the schema. Errors: bad_request when a list has an item that its keys cannot name. Source:
// sigs.k8s.io/structured-merge-diff/v6/typed/compare.go, tofieldset.go.
#pragma once

#include "base/result.h"
#include "object/document.h"
#include "object/field_set.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

struct Comparison {
  FieldSet added;
  FieldSet modified;
  FieldSet removed;
};

// metadata.managedFields is left out; plain objects must come without it.
Result<Comparison> compare_objects(const schema::Type& type, const Value& before, const Value& after, Arena& arena);

// Every leaf and list item of the object; structs and maps only when they are empty, map entries always.
Result<FieldSet> field_set_of(const schema::Type& type, const Value& object, Arena& arena);

}  // namespace pintle::object
