// The rules of a StatefulSet's spec.
//
//   validate_stateful_set_spec(set.spec(), old.spec(), errors);    // `old` is absent on create
//
// Thread: pure. Source: pkg/apis/apps/validation (ValidateStatefulSetSpec, ValidateStatefulSetUpdate).
#pragma once

#include "groups/core/pod_spec.h"
#include "object/field_error.h"

namespace pintle::apps {

namespace v1 {
class StatefulSetSpec;
}

void validate_stateful_set_spec(v1::StatefulSetSpec spec, v1::StatefulSetSpec old, object::ErrorList& errors);

}  // namespace pintle::apps
