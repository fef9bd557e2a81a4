// Defaulting from the schema's own markers (`+default=...`, a custom resource's `default`): fills what is absent, all the way down.
// Defaults that depend on other fields are code (groups/).
//
//   apply_schema_defaults(type, document.root(), document.arena());
//
// Source: the generated zz_generated.defaults.go of k8s.io/kubernetes for markers; apiextensions pkg/apiserver/schema/defaulting.
#pragma once

#include "object/document.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// `value` is of `type`, under construction. A default is applied where the field is absent or the zero of a plain field, never
// inside structs, lists and maps that are absent.
void apply_schema_defaults(const schema::Type& type, Value& value, Arena& arena);

}  // namespace pintle::object
