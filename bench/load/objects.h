// The bodies that the workloads send.
#pragma once

#include <string>
#include <string_view>

namespace pintle::load {

struct PodNames {
  std::string_view ns;
  std::string_view name;
  std::string_view shard = "s00";  // the label that a selector of 1 % asks for
  std::string_view node = "node-0";
};

// A pod of two containers as a ReplicaSet's controller makes it: 3 KB, as read back about 7.6 KB of JSON.
std::string pod_body(const PodNames& names);
std::string config_map_body(std::string_view name, size_t data_bytes);
std::string namespace_body(std::string_view name);
std::string service_account_body();  // "default"
std::string lease_body(std::string_view name, std::string_view resource_version, unsigned turn);
std::string status_patch(unsigned turn);  // as a kubelet reports
std::string annotation_patch(std::string_view key, unsigned turn);
std::string apply_body(std::string_view ns, std::string_view name, unsigned turn);
std::string delete_options();  // at once

// The value of the first `"resourceVersion":"..."` of a JSON text; "" when there is none.
std::string resource_version_of(std::string_view json);
std::string without_resource_version(std::string json);

}  // namespace pintle::load
