// The FlowSchemas and PriorityLevelConfigurations that every server has, with fixed specs.
//
// Thread: pure. Source: k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go (Mandatory*).
#pragma once

#include <string_view>

namespace pintle::flowcontrol {

namespace v1 {
class FlowSchemaSpec;
class PriorityLevelConfigurationSpec;
}  // namespace v1

inline constexpr std::string_view kExempt = "exempt";
inline constexpr std::string_view kCatchAll = "catch-all";

// True for names without a fixed spec. Of the exempt level, spec.exempt is free.
bool matches_mandatory_flow_schema(v1::FlowSchemaSpec spec, std::string_view name);
bool matches_mandatory_priority_level(v1::PriorityLevelConfigurationSpec spec, std::string_view name);

}  // namespace pintle::flowcontrol
