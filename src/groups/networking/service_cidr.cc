// ServiceCIDR: a range that service addresses are taken from. Source: networking.k8s.io/v1 ServiceCIDR;
// pkg/registry/networking/servicecidr.
#include "groups/hook.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "views/networking_v1.h"

namespace pintle::networking {
namespace {

using groups::hook;

void row(v1::ServiceCIDR range, int64_t now_seconds, api::Cells& cells) {
  cells.text(range.metadata().name());
  cells.text(groups::joined(range.spec().cidrs()));
  cells.age(range.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kServiceCIDR = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "ServiceCIDR",
    .resource = "servicecidrs",
    .singular = "servicecidr",
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "status", .keeps = {"spec", "metadata"}},
        },
    .key_prefix = "/registry/servicecidrs/",
    .columns =
        {
            api::kNameColumn,
            {.name = "CIDRs", .type = "string", .documented_by = {"networking.v1.ServiceCIDRSpec", "cidrs"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .has_status = true,
};

}  // namespace pintle::networking
