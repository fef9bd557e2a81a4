#include "server/admission.h"

#include <algorithm>
#include <string>

#include "admission/namespace_lifecycle.h"
#include "base/check.h"
#include "base/go_text.h"
#include "cache/resource_cache.h"
#include "object/storage.h"
#include "plugins/plugins.h"

namespace pintle::server {
namespace {

// Enabled by default, and do nothing: their features are off by default.
// DIFFERS: the last four act on webhook configurations and policies, which have no effect here yet.
constexpr std::string_view kIdle[] = {
    "PodGroupProtection",      "ClusterTrustBundleAttest", "PodGroupWorkloadExists",    "JobValidation",
    "MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook",
};

const api::Resource& resource_of(const api::Registry& registry, std::string_view group, std::string_view version,
                                 std::string_view resource) {
  const api::Resource* found = registry.find(group, version, resource);
  PINTLE_CHECK(found && found->cache);
  return *found;
}

// Namespaces as admission sees them: straight from the cache.
admission::NamespaceLookup namespace_lookup(const api::Resource& namespaces) {
  return [&namespaces](std::string_view name) {
    const cache::ObjectPtr object = namespaces.cache->snapshot().get(namespaces.key("", name));
    if (!object) return admission::NamespacePhase::kAbsent;
    const auto metadata = object::scan_metadata(object->canonical());
    return metadata && metadata->has_deletion_timestamp ? admission::NamespacePhase::kTerminating : admission::NamespacePhase::kActive;
  };
}

plugins::Parts parts_of(const Options& options, const AdmissionParts& parts) {
  return {
      .lister = [&registry = parts.registry](
                    std::string_view group, std::string_view version,
                    std::string_view resource) { return plugins::cached_lister(resource_of(registry, group, version, resource)); },
      .status_writer =
          [&registry = parts.registry, &store = parts.store, &clock = parts.clock](std::string_view group, std::string_view version,
                                                                                   std::string_view resource) {
            return plugins::stored_status_writer(resource_of(registry, group, version, resource), store, clock);
          },
      .authorizer = parts.authorizer,
      .clock = parts.clock,
      .not_ready_toleration_seconds = options.default_not_ready_toleration_seconds.count(),
      .unreachable_toleration_seconds = options.default_unreachable_toleration_seconds.count(),
  };
}

}  // namespace

Result<void> build_admission(const Options& options, const AdmissionParts& parts, admission::Chain& chain) {
  const plugins::Parts plugin_parts = parts_of(options, parts);
  for (const std::string& name : options.admission_plugins) {
    if (name == "NamespaceLifecycle") {
      chain.add(std::make_unique<admission::NamespaceLifecycle>(namespace_lookup(resource_of(parts.registry, "", "v1", "namespaces"))));
    } else if (auto plugin = plugins::make(name, plugin_parts)) {
      chain.add(std::move(plugin));
    } else if (std::ranges::find(kIdle, name) == std::end(kIdle)) {
      return fail(Status::bad_request("admission plugin " + go_quoted(name) + " is not supported by this server yet"));
    }
  }
  return {};
}

}  // namespace pintle::server
