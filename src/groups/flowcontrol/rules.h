// The rules of FlowSchemas and PriorityLevelConfigurations.
//
// Errors in upstream's order. Thread: pure. Source: pkg/apis/flowcontrol/validation/validation.go, pkg/apis/flowcontrol/internalbootstrap.
#pragma once

#include <string_view>

#include "object/field_error.h"

namespace pintle::flowcontrol {

namespace v1 {
class FlowSchemaSpec;
class PriorityLevelConfigurationSpec;
}  // namespace v1

// `name` of the object: two of each kind are fixed.
void validate_flow_schema(v1::FlowSchemaSpec spec, std::string_view name, object::ErrorList& errors);
void validate_priority_level(v1::PriorityLevelConfigurationSpec spec, std::string_view name, object::ErrorList& errors);

}  // namespace pintle::flowcontrol
