// The metadata of a template that is copied into objects: only labels and annotations may be set.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/core/validation (ValidateTemplateObjectMeta).
#pragma once

#include "object/field_error.h"
#include "object/field_path.h"

namespace pintle::meta::v1 {
class ObjectMeta;
}

namespace pintle::core {

void validate_template_metadata(meta::v1::ObjectMeta metadata, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
