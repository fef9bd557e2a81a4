// The rules of a Service, in upstream's order.
//
//   validate_service(service, errors);               // create, without metadata
//   validate_service_families(service, {}, errors);  // also asked before addresses are chosen
//
// Thread: pure. Source: pkg/apis/core/validation (ValidateServiceCreate, ValidateServiceUpdate, ValidateServiceStatusUpdate,
// ValidateServiceClusterIPsRelatedFields).
#pragma once

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::core {

void validate_service(v1::Service service, object::ErrorList& errors);
void validate_service_update(v1::Service service, v1::Service old, object::ErrorList& errors);
void validate_service_status(v1::Service service, v1::Service old, object::ErrorList& errors);

// clusterIPs, ipFamilies and ipFamilyPolicy together. `old` is absent on create.
void validate_service_families(v1::Service service, v1::Service old, object::ErrorList& errors);
// What a change from one to two addresses or families, or back, may do.
void validate_family_change(v1::Service service, v1::Service old, object::ErrorList& errors);

// A *IPFamilyPolicy as messages print it.
std::string printed_policy(v1::ServiceSpec spec);
std::string printed_texts(object::ListView<std::string_view> list);

}  // namespace pintle::core
