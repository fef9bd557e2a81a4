// The FlowSchemas and PriorityLevelConfigurations that a server makes and maintains, and the condition that it keeps on every FlowSchema.
//
//   for (const BootstrapObject& object : bootstrap_flow_schemas()) create(bootstrap_document(kFlowSchema, object));
//   if (auto revised = revise(kFlowSchema, object, live)) update(*revised);
//
// Mandatory ones are always brought back to their spec. Suggested ones are, too, until somebody changes them or sets the annotation
// apf.kubernetes.io/autoupdate-spec to false.
// Thread: pure. Source: k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go, pkg/registry/flowcontrol/ensurer/strategy.go,
// k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go (presyncFlowSchemaStatus).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/kind.h"
#include "object/document.h"

namespace pintle::flowcontrol {

inline constexpr std::string_view kAutoUpdateSpec = "apf.kubernetes.io/autoupdate-spec";

enum class Maintenance : uint8_t { kSuggested, kMandatory };
struct BootstrapObject {
  std::string_view name;
  Maintenance maintenance;
  std::string spec_json;
};
// Suggested ones first, in upstream's order.
std::span<const BootstrapObject> bootstrap_priority_levels();
std::span<const BootstrapObject> bootstrap_flow_schemas();

// `kind` is kFlowSchema or kPriorityLevelConfiguration.
object::Document bootstrap_document(const api::Kind& kind, const BootstrapObject& object);
// What the stored object has to become; nothing when it is as it shall be.
std::optional<object::Document> revise(const api::Kind& kind, const BootstrapObject& object, const object::Document& live);
// True for what a server has made once and nobody wants any more.
bool is_unwanted(const object::Document& live, std::span<const BootstrapObject> wanted);

// The condition Dangling of a FlowSchema, as a configuration to apply to its status; nothing when it says so already. `has_level`: its
// priority level is there.
std::optional<std::string> dangling_configuration(const object::Document& flow_schema, bool has_level, std::string_view now);
// The name of its priority level.
std::string_view priority_level_of(const object::Document& flow_schema);

}  // namespace pintle::flowcontrol
