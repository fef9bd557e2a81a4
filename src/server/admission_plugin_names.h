// The admission plugins that kube-apiserver knows, in the order in which they run, and which of them run by default.
//
// Source: k8s.io/kubernetes pkg/kubeapiserver/options/plugins.go (AllOrderedPlugins, DefaultOffAdmissionPlugins).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pintle::server {

bool is_admission_plugin(std::string_view name);
// The default plugins, those of `enable` added and those of `disable` taken away, in running order.
std::vector<std::string> enabled_admission_plugins(std::span<const std::string> enable, std::span<const std::string> disable);

}  // namespace pintle::server
