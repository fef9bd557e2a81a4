// IPAddress: a service address that is taken; its name is the address. Source: networking.k8s.io/v1 IPAddress;
// pkg/registry/networking/ipaddress.
#include <algorithm>
#include <cctype>

#include "groups/hook.h"
#include "groups/networking/networking.h"
#include "groups/row_text.h"
#include "views/networking_v1.h"

namespace pintle::networking {
namespace {

using groups::hook;

// "services/default/web"
std::string parent_of(v1::IPAddressSpec spec) {
  const v1::ParentReference parent = spec.parent_ref();
  if (!parent.present()) return std::string(groups::kNone);
  std::string text(parent.resource());
  if (!parent.group().empty()) text.append(".").append(parent.group());
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  if (!parent.namespace_().empty()) text.append("/").append(parent.namespace_());
  return text.append("/").append(parent.name());
}

void row(v1::IPAddress address, int64_t now_seconds, api::Cells& cells) {
  cells.text(address.metadata().name());
  cells.text(parent_of(address.spec()));
  cells.age(address.metadata().creation_timestamp(), now_seconds);  // beyond the columns, as upstream has it
}

}  // namespace

const api::Kind kIPAddress = {
    .group = "networking.k8s.io",
    .version = "v1",
    .kind = "IPAddress",
    .resource = "ipaddresses",
    .singular = "ipaddress",
    .short_names = {"ip"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/ipaddresses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "ParentRef", .type = "string", .documented_by = {"networking.v1.IPAddressSpec", "parentRef"}},
        },
    .row = hook<row>,
    .validate_name = object::name_is_path_segment,
};

}  // namespace pintle::networking
