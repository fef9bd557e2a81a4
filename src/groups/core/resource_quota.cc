// ResourceQuota: how much a namespace may use. Source: core/v1 ResourceQuota; pkg/registry/core/resourcequota.
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_quota_rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ResourceQuota quota) { return ObjectMeta(quota.metadata().node()); }

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

void set_defaults(v1::ResourceQuotaMut quota) {
  if (quota.spec().has_hard()) round_up_to_milli(quota.spec().ensure_hard());
  if (quota.status().has_hard()) round_up_to_milli(quota.status().ensure_hard());
  if (quota.status().has_used()) round_up_to_milli(quota.status().ensure_used());
}

void validate(v1::ResourceQuota quota, ErrorList& errors) { validate_quota_spec(quota.spec(), FieldPath("spec"), errors); }

void validate_update(v1::ResourceQuota quota, v1::ResourceQuota old, ErrorList& errors) {
  api::validate_metadata_update(kResourceQuota, meta_of(quota), meta_of(old), errors);
  validate(quota, errors);
  validate_scopes_are_kept(quota.spec(), old.spec(), FieldPath("spec").child("scopes"), errors);
}

void validate_status_update(v1::ResourceQuota quota, v1::ResourceQuota old, ErrorList& errors) {
  api::validate_metadata_update(kResourceQuota, meta_of(quota), meta_of(old), errors);
  validate_quota_amounts(quota.status().hard(), FieldPath("status").child("hard"), errors);
  validate_quota_amounts(quota.status().used(), FieldPath("status").child("used"), errors);
}

// Requests that are more than the limits can not be used up.
void warn(v1::ResourceQuota quota, v1::ResourceQuota old, std::vector<std::string>& warnings) {
  if (old) return;
  const object::MapView hard = quota.spec().hard();
  for (const std::string_view name : {"cpu", "memory", "storage", "ephemeral-storage"}) {
    std::string request("requests.");
    request += name;
    if (!hard.contains(request) && (name == "cpu" || name == "memory")) request = name;
    const std::string limit = "limits." + std::string(name);
    if (!hard.contains(request) || !hard.contains(limit) || amount_of(hard.get(request)) <= amount_of(hard.get(limit))) continue;
    warnings.push_back("ResourceQuota " + request + " (" + std::string(hard.get(request)) + ") should be less than " + limit + " (" +
                       std::string(hard.get(limit)) + ")");
  }
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
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
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
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
