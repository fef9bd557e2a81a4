// The admission plugins that are built in and read objects as their kinds define them: one function for each, which makes it.
//
//   if (auto plugin = plugins::make("ServiceAccount", parts)) chain.add(std::move(plugin));
//
// Each plugin is a page of its own (service_account.cc, limit_ranger.cc, ...): what it changes, then what it refuses, with upstream's
// words. What a plugin has to look up it reads with a Lister; it never blocks a thread.
// Source: k8s.io/kubernetes/plugin/pkg/admission, k8s.io/apiserver/pkg/admission/plugin.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "admission/admission.h"
#include "auth/authorizer.h"
#include "base/clock.h"
#include "plugins/lister.h"
#include "plugins/status_writer.h"

namespace pintle::plugins {

// What plugins are made of. Everything that is referred to outlives them.
struct Parts {
  // The lister of a served resource: lister("scheduling.k8s.io", "v1", "priorityclasses").
  std::function<std::unique_ptr<const Lister>(std::string_view group, std::string_view version, std::string_view resource)> lister;
  // How to write the status of its objects.
  std::function<std::unique_ptr<const StatusWriter>(std::string_view group, std::string_view version, std::string_view resource)>
      status_writer;
  const auth::Authorizer& authorizer;
  const Clock& clock;
  int64_t not_ready_toleration_seconds = 300;    // --default-not-ready-toleration-seconds
  int64_t unreachable_toleration_seconds = 300;  // --default-unreachable-toleration-seconds
};

using PluginPtr = std::unique_ptr<admission::Plugin>;

// The plugin of this name; null when it is none of these.
PluginPtr make(std::string_view name, const Parts& parts);

PluginPtr certificate_approval(const Parts& parts);
PluginPtr certificate_signing(const Parts& parts);
PluginPtr certificate_subject_restriction(const Parts& parts);
PluginPtr default_ingress_class(const Parts& parts);
PluginPtr default_storage_class(const Parts& parts);
PluginPtr default_toleration_seconds(const Parts& parts);
PluginPtr limit_ranger(const Parts& parts);
PluginPtr node_declared_feature_validator(const Parts& parts);
PluginPtr node_restriction(const Parts& parts);
PluginPtr persistent_volume_claim_resize(const Parts& parts);
PluginPtr pod_resize_validator(const Parts& parts);
PluginPtr pod_security(const Parts& parts);
PluginPtr pod_topology_labels(const Parts& parts);
PluginPtr priority(const Parts& parts);
PluginPtr resource_quota(const Parts& parts);
PluginPtr runtime_class(const Parts& parts);
PluginPtr service_account(const Parts& parts);
PluginPtr storage_object_in_use_protection(const Parts& parts);
PluginPtr taint_nodes_by_condition(const Parts& parts);

}  // namespace pintle::plugins
