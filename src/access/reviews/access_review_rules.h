// What a SubjectAccessReview, a LocalSubjectAccessReview and a SelfSubjectAccessReview must look like.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/authorization/validation/validation.go.
#pragma once

#include "object/document.h"
#include "object/field_error.h"

namespace pintle::access {

void validate_subject_review(const object::Document& review, object::ErrorList& errors);
void validate_local_subject_review(const object::Document& review, object::ErrorList& errors);
void validate_self_subject_review(const object::Document& review, object::ErrorList& errors);

}  // namespace pintle::access
