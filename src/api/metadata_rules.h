// The rules of metadata that a kind's validation begins with.
//
//   validate_metadata(kind, meta, errors);               // create; also again at the end of most updates, as upstream does
//   validate_metadata_update(kind, meta, old, errors);   // most updates
//
// An update is checked once by the lifecycle for all kinds alike, and once more by the kind's own validate_update: a fault of metadata is
// told twice, so that the causes of a Status are upstream's.
// Thread: pure. Source: k8s.io/kubernetes/pkg/apis/core/validation (ValidateObjectMeta, ValidateObjectMetaUpdate).
#pragma once

#include <string_view>

#include "api/kind.h"
#include "object/object_meta.h"

namespace pintle::api {

void validate_metadata(const Kind& kind, const object::ObjectMeta& meta, object::ErrorList& errors);
void validate_metadata_update(const Kind& kind, const object::ObjectMeta& meta, const object::ObjectMeta& old, object::ErrorList& errors);

// A finalizer in spec: qualified, and without a domain only if it is one of Kubernetes' own.
void validate_finalizer_name(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::api
