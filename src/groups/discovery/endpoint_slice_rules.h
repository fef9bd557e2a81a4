// The rules of an EndpointSlice, in upstream's order.
//
// Thread: pure. Source: pkg/apis/discovery/validation, pkg/registry/discovery/endpointslice/strategy.go, pkg/apis/discovery/v1/defaults.go.
#pragma once

#include <string>
#include <vector>

#include "api/kind.h"
#include "object/field_error.h"
#include "views/discovery_v1_mut.h"

namespace pintle::discovery {

inline constexpr size_t kEndpointsMax = 1000;
inline constexpr size_t kAddressesMax = 100;  // of one endpoint
inline constexpr size_t kPortsMax = 20000;
inline constexpr size_t kTopologyLabelsMax = 16;
inline constexpr size_t kHintsMax = 8;  // zones, and nodes as well

void set_slice_defaults(v1::EndpointSliceMut slice);
// deprecatedTopology cannot be written any more; what it said of the node is kept as nodeName.
void prepare_slice_create(v1::EndpointSliceMut slice, const api::HookContext& context);
void prepare_slice_update(v1::EndpointSliceMut slice, v1::EndpointSlice old, const api::HookContext& context);
// Empty lists read back as none.
void drop_empty_lists(v1::EndpointSliceMut slice);
void validate_slice(v1::EndpointSlice slice, object::ErrorList& errors);
void validate_slice_update(v1::EndpointSlice slice, v1::EndpointSlice old, object::ErrorList& errors);
void warn_of_slice(v1::EndpointSlice slice, v1::EndpointSlice old, std::vector<std::string>& warnings);

}  // namespace pintle::discovery
