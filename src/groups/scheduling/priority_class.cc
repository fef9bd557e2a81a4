// PriorityClass: a named priority of Pods. Source: scheduling.k8s.io/v1 PriorityClass; pkg/registry/scheduling/priorityclass.
#include "groups/hook.h"
#include "groups/scheduling/scheduling.h"
#include "views/scheduling_v1_mut.h"

namespace pintle::scheduling {
namespace {

using groups::hook;

void row(v1::PriorityClass priority, int64_t now_seconds, api::Cells& cells) {
  cells.text(priority.metadata().name());
  cells.number(priority.value());
  cells.boolean(priority.global_default());
  cells.age(priority.metadata().creation_timestamp(), now_seconds);
  cells.text(priority.preemption_policy().value_or(""));
}

// It stays 1: nothing but the description may change.
void prepare_create(v1::PriorityClassMut priority, const api::HookContext&) { priority.ensure_metadata().set_generation(1); }

}  // namespace

const api::Kind kPriorityClass = {
    .group = "scheduling.k8s.io",
    .version = "v1",
    .kind = "PriorityClass",
    .resource = "priorityclasses",
    .singular = "priorityclass",
    .short_names = {"pc"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/priorityclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Value", .type = "integer", .documented_by = {"scheduling.v1.PriorityClass", "value"}},
            {.name = "Global-Default", .type = "boolean", .documented_by = {"scheduling.v1.PriorityClass", "globalDefault"}},
            api::kAgeColumn,
            {.name = "PreemptionPolicy", .type = "string", .documented_by = {"scheduling.v1.PriorityClass", "preemptionPolicy"}},
        },
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
};

}  // namespace pintle::scheduling
