// ResourceQuota: how much a namespace may use. Source: core/v1 ResourceQuota; pkg/registry/core/resourcequota.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::ResourceQuota quota, int64_t now_seconds, api::Cells& cells) {
  std::vector<std::string> requests;
  std::vector<std::string> limits;
  for (auto [name, hard] : quota.status().hard()) {
    const std::string_view used = groups::or_else(quota.status().used().get(name), "0");
    const std::string text = std::string(name) + ": " + std::string(used) + "/" + std::string(hard);
    (name.starts_with("limits.") ? limits : requests).push_back(text);
  }
  cells.text(quota.metadata().name());
  cells.text(groups::joined(requests, ", "));
  cells.text(groups::joined(limits, ", "));
  cells.age(quota.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kResourceQuota = {
    .group = "",
    .version = "v1",
    .kind = "ResourceQuota",
    .resource = "resourcequotas",
    .singular = "resourcequota",
    .short_names = {"quota"},
    .subresources =
        {
            {.name = "status", .keeps = {"spec"}},
        },
    .key_prefix = "/registry/resourcequotas/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Request",
             .type = "string",
             .description = "Request represents a minimum amount of cpu/memory that a container may consume."},
            {.name = "Limit",
             .type = "string",
             .description =
                 "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node."},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
