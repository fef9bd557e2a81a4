// ComponentStatus: how the parts of the control plane are doing; read-only and deprecated. Source: core/v1 ComponentStatus;
// pkg/registry/core/componentstatus.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::ComponentStatus component, int64_t, api::Cells& cells) {
  std::string_view status = "Unknown";
  v1::ComponentCondition healthy;
  for (const v1::ComponentCondition condition : component.conditions()) {
    if (condition.type() != "Healthy") continue;
    healthy = condition;
    status = condition.status() == "True" ? "Healthy" : "Unhealthy";
    break;
  }
  cells.text(component.metadata().name());
  cells.text(status);
  cells.text(healthy.message());
  cells.text(healthy.error());
}

}  // namespace

const api::Kind kComponentStatus = {
    .group = "",
    .version = "v1",
    .kind = "ComponentStatus",
    .resource = "componentstatuses",
    .singular = "componentstatus",
    .short_names = {"cs"},
    .scope = api::Scope::kCluster,
    .verbs = api::kGet | api::kList,
    .deprecation_warning = "v1 ComponentStatus is deprecated in v1.19+",
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .description = "Status of the component conditions"},
            {.name = "Message", .type = "string", .description = "Message of the component conditions"},
            {.name = "Error", .type = "string", .description = "Error of the component conditions"},
        },
    .row = hook<row>,
};

}  // namespace pintle::core
