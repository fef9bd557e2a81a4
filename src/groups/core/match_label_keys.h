// matchLabelKeys and mismatchLabelKeys: labels of the Pod itself that a selector asks for, by key.
//
// On create the API server puts the Pod's values into the selector ("key in (value)", "key notin (value)"), see merge_match_label_keys in
// pod_prepare.cc. So a key that the user's own selector has, too, is found there twice.
// Pure; any thread. Source: pkg/apis/core/validation ValidateMatchLabelKeysAndMismatchLabelKeys, ValidateMatchLabelKeysInTopologySpread.
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"
#include "views/meta_v1.h"

namespace pintle::core {

// `path` is that of the term or constraint that has the keys.
void validate_match_label_keys(object::ListView<std::string_view> match, object::ListView<std::string_view> mismatch,
                               meta::v1::LabelSelector selector, const object::FieldPath& path, object::ErrorList& errors);
// The rules before v1.34, which did not put the keys into the selector. `path` is that of the keys.
void validate_unmerged_match_label_keys(object::ListView<std::string_view> match, meta::v1::LabelSelector selector,
                                        const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::core
