#include "groups/core/service_type.h"

#include <algorithm>

namespace pintle::core {

bool is_externally_accessible(v1::ServiceSpec spec) {
  return has_node_ports(spec) || (spec.type() == kClusterIp && !spec.external_ips().empty());
}

bool needs_health_check(v1::ServiceSpec spec) { return spec.type() == kLoadBalancer && spec.external_traffic_policy() == "Local"; }

bool is_headless(v1::ServiceSpec spec) { return spec.cluster_ips().size() == 1 && spec.cluster_ips()[0] == kHeadless; }

bool same_texts(object::ListView<std::string_view> a, object::ListView<std::string_view> b) {
  return std::ranges::equal(texts_of(a), texts_of(b));
}

std::vector<std::string_view> texts_of(object::ListView<std::string_view> list) {
  std::vector<std::string_view> texts;
  for (const std::string_view text : list) texts.push_back(text);
  return texts;
}

std::vector<int32_t> node_ports_of(v1::ServiceSpec spec) {
  std::vector<int32_t> ports;
  for (const v1::ServicePort port : spec.ports())
    if (port.node_port() != 0) ports.push_back(port.node_port());
  return ports;
}

}  // namespace pintle::core
