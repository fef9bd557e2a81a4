// Endpoints: the addresses behind a Service; EndpointSlice has replaced it. Source: core/v1 Endpoints; pkg/registry/core/endpoint.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using groups::hook;

// "10.0.0.1:80": an IPv6 address in brackets.
std::string host_port(std::string_view ip, int32_t port) {
  const bool brackets = ip.find(':') != std::string_view::npos;
  return (brackets ? "[" + std::string(ip) + "]" : std::string(ip)) + ":" + std::to_string(port);
}

// Each address with each port of its subset; the first few of them.
std::string addresses_of(v1::Endpoints endpoints) {
  if (endpoints.subsets().empty()) return std::string(groups::kNone);
  std::vector<std::string> shown;
  size_t total = 0;
  const auto add = [&](std::string text) {
    if (total++ < groups::kShownMax) shown.push_back(std::move(text));
  };
  for (const v1::EndpointSubset subset : endpoints.subsets()) {
    if (subset.ports().empty())
      for (const v1::EndpointAddress address : subset.addresses()) add(std::string(address.ip()));
    for (const v1::EndpointPort port : subset.ports())
      for (const v1::EndpointAddress address : subset.addresses()) add(host_port(address.ip(), port.port()));
  }
  return groups::shortened(shown, total);
}

void row(v1::Endpoints endpoints, int64_t now_seconds, api::Cells& cells) {
  cells.text(endpoints.metadata().name());
  cells.text(addresses_of(endpoints));
  cells.age(endpoints.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kEndpoints = {
    .group = "",
    .version = "v1",
    .kind = "Endpoints",
    .resource = "endpoints",
    .singular = "endpoints",
    .short_names = {"ep"},
    .deprecation_warning = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    .key_prefix = "/registry/services/endpoints/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Endpoints", .type = "string", .documented_by = {"core.v1.Endpoints", "subsets"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .create_on_update = true,
};

}  // namespace pintle::core
