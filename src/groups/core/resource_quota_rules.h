// The rules of a ResourceQuota: which resources it may name, and which scopes fit them.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/core/validation (ValidateResourceQuotaSpec), pkg/apis/core/helper.
#pragma once

#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"
#include "object/view.h"

namespace pintle::core::v1 {
class ResourceQuotaSpec;
}

namespace pintle::core {

void validate_quota_spec(v1::ResourceQuotaSpec spec, const object::FieldPath& path, object::ErrorList& errors);
// Names and amounts, of a spec or a status.
void validate_quota_amounts(object::MapView<std::string_view> amounts, const object::FieldPath& path, object::ErrorList& errors);
void validate_scopes_are_kept(v1::ResourceQuotaSpec spec, v1::ResourceQuotaSpec old, const object::FieldPath& path,
                              object::ErrorList& errors);

}  // namespace pintle::core
