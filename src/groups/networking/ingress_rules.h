// The rules of an Ingress, in upstream's order.
//
// Thread: pure. Source: pkg/apis/networking/validation (ValidateIngressCreate, ValidateIngressUpdate, ValidateIngressStatusUpdate),
// pkg/registry/networking/ingress/strategy.go.
#pragma once

#include <string>
#include <vector>

#include "object/field_error.h"
#include "views/networking_v1.h"

namespace pintle::networking {

void validate_ingress(v1::Ingress ingress, object::ErrorList& errors);
void validate_ingress_update(v1::Ingress ingress, v1::Ingress old, object::ErrorList& errors);
void validate_ingress_status(v1::Ingress ingress, v1::Ingress old, object::ErrorList& errors);
void warn_of_ingress(v1::Ingress ingress, v1::Ingress old, std::vector<std::string>& warnings);
void warn_of_ingress_status(v1::Ingress ingress, v1::Ingress old, std::vector<std::string>& warnings);

}  // namespace pintle::networking
