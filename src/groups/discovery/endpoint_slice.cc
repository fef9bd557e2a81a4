// EndpointSlice: some of the addresses behind a Service. Source: discovery.k8s.io/v1 EndpointSlice; pkg/registry/discovery/endpointslice.
#include "groups/discovery/discovery.h"
#include "groups/discovery/endpoint_slice_rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"

namespace pintle::discovery {
namespace {

using groups::hook;

std::string ports_of(v1::EndpointSlice slice) {
  std::vector<std::string> shown;
  for (const v1::EndpointPort port : slice.ports()) {
    if (shown.size() == groups::kShownMax) break;
    shown.push_back(port.port() ? std::to_string(*port.port()) : std::string(port.name().value_or("*")));
  }
  return std::string(groups::or_else(groups::shortened(shown, slice.ports().size()), groups::kUnset));
}

std::string addresses_of(v1::EndpointSlice slice) {
  std::vector<std::string> shown;
  size_t total = 0;
  for (const v1::Endpoint endpoint : slice.endpoints())
    for (const std::string_view address : endpoint.addresses())
      if (total++ < groups::kShownMax) shown.emplace_back(address);
  return std::string(groups::or_else(groups::shortened(shown, total), groups::kUnset));
}

void row(v1::EndpointSlice slice, int64_t now_seconds, api::Cells& cells) {
  cells.text(slice.metadata().name());
  cells.text(slice.address_type());
  cells.text(ports_of(slice));
  cells.text(addresses_of(slice));
  cells.age(slice.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kEndpointSlice = {
    .group = "discovery.k8s.io",
    .version = "v1",
    .kind = "EndpointSlice",
    .resource = "endpointslices",
    .singular = "endpointslice",
    .key_prefix = "/registry/endpointslices/",
    .columns =
        {
            api::kNameColumn,
            {.name = "AddressType", .type = "string", .documented_by = {"discovery.v1.EndpointSlice", "addressType"}},
            {.name = "Ports", .type = "string", .documented_by = {"discovery.v1.EndpointSlice", "ports"}},
            {.name = "Endpoints", .type = "string", .documented_by = {"discovery.v1.EndpointSlice", "endpoints"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_slice_defaults>,
    .prepare_create = hook<prepare_slice_create>,
    .prepare_update = hook<prepare_slice_update>,
    .validate = hook<validate_slice>,
    .validate_update = hook<validate_slice_update>,
    .canonicalize = hook<drop_empty_lists>,
    .warnings = hook<warn_of_slice>,
    .tracks_generation = true,
    .generation_also = {"metadata.labels"},
};

}  // namespace pintle::discovery
