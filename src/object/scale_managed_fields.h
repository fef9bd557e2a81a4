// managedFields across the scale subresource: whoever owns the replicas of an object owns `spec.replicas` of its Scale, and the other way
// round.
//
//   const ScaleMapping mapping{.api_versions = versions, .replicas = "spec.replicas"};
//   PINTLE_TRY(Value entries, scale_managed_fields(meta.managed_fields(), mapping, arena));        // of the Scale that is read
//   PINTLE_TRY(Value entries, parent_managed_fields(meta.managed_fields(), of_scale, mapping, "apps/v1", arena));   // after a write
//
// Errors: bad_request when entries cannot be decoded. Source: k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "object/document.h"
#include "object/value.h"

namespace pintle::object {

struct ScaleMapping {
  std::span<const std::string_view> api_versions;  // at which the object is served; entries of others are dropped
  std::string_view replicas;                       // dotted path in the object
};

// Lists for metadata.managedFields, made in `arena`; empty when there are none. Null entries are none.
Result<Value> scale_managed_fields(const Value* parent_entries, const ScaleMapping& mapping, Arena& arena);

// `scale_entries`: those of the Scale after the write; `api_version`: that of the request's object.
Result<Value> parent_managed_fields(const Value* parent_entries, const Value* scale_entries, const ScaleMapping& mapping,
                                    std::string_view api_version, Arena& arena);

}  // namespace pintle::object
