// Annotations that are fields in upstream's internal types (Kind::hidden_annotations): where an answer is made of metadata alone, they are
// not there.
//
// Thread: pure. Source: the conversions of apps/v1 and autoscaling/v1 (conversion.go).
#pragma once

#include "api/kind.h"
#include "object/value.h"

namespace pintle::api {

// `metadata` is an ObjectMeta that may be changed.
void hide_annotations(const Kind& kind, object::Value& metadata);

}  // namespace pintle::api
