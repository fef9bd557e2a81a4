// APIService: who serves a group and version: this server or another one behind it. Source: apiregistration.k8s.io/v1 APIService;
// k8s.io/kube-aggregator/pkg/registry/apiservice.
#include "groups/apiregistration/apiregistration.h"
#include "groups/hook.h"
#include "object/time.h"
#include "views/apiregistration_v1_mut.h"

namespace pintle::apiregistration {
namespace {

using groups::hook;

// "True", or why not: "False (MissingEndpoints)".
std::string availability_of(v1::APIServiceStatus status) {
  for (const v1::APIServiceCondition condition : status.conditions()) {
    if (condition.type() != "Available") continue;
    std::string text(condition.status());
    if (text != "True" && !condition.reason().empty()) text.append(" (").append(condition.reason()).append(")");
    return text;
  }
  return "Unknown";
}

void row(v1::APIService service, int64_t now_seconds, api::Cells& cells) {
  const v1::ServiceReference reference = service.spec().service();
  cells.text(service.metadata().name());
  cells.text(reference.present() ? std::string(reference.namespace_()) + "/" + std::string(reference.name()) : "Local");
  cells.text(availability_of(service.status()));
  cells.age(service.metadata().creation_timestamp(), now_seconds);
}

// What this server serves itself is available at once.
void prepare_create(v1::APIServiceMut service, const api::HookContext& context) {
  if (service.spec().has_service()) return;
  const v1::APIServiceConditionMut condition = service.ensure_status().ensure_conditions().append();
  condition.set_type("Available");
  condition.set_status("True");
  condition.set_last_transition_time(object::format_time({.seconds = context.now_seconds}));
  condition.set_reason("Local");
  condition.set_message("Local APIServices are always available");
}

}  // namespace

const api::Kind kAPIService = {
    .group = "apiregistration.k8s.io",
    .version = "v1",
    .kind = "APIService",
    .resource = "apiservices",
    .singular = "apiservice",
    .categories = {"api-extensions"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/apiregistration.k8s.io/apiservices/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Service", .type = "string", .description = "The reference to the service that hosts this API endpoint."},
            {.name = "Available", .type = "string", .description = "Whether this service is available."},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
    .validate_name = object::name_is_path_segment,
    .standard_finalizers = false,
    .has_status = true,
    .unconditional_update = false,
};

}  // namespace pintle::apiregistration
