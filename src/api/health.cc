#include "api/health.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/go_text.h"
#include "object/field_error.h"

namespace pintle::api {
namespace {

constexpr std::array<std::string_view, 4> kLiveFirst = {"ping", "log", "loopback-serving-certificate", "etcd"};
constexpr std::array<std::string_view, 3> kReadyFirst = {"ping", "log", "informer-sync"};
constexpr std::array<std::string_view, 1> kReadyLast = {"shutdown"};
constexpr std::array<std::string_view, 31> kHooks = {
    "poststarthook/start-apiserver-admission-initializer",
    "poststarthook/generic-apiserver-start-informers",
    "poststarthook/priority-and-fairness-config-consumer",
    "poststarthook/priority-and-fairness-filter",
    "poststarthook/storage-object-count-tracker-hook",
    "poststarthook/start-apiextensions-informers",
    "poststarthook/start-apiextensions-controllers",
    "poststarthook/crd-informer-synced",
    "poststarthook/start-system-namespaces-controller",
    "poststarthook/peer-endpoint-reconciler-controller",
    "poststarthook/start-cluster-authentication-info-controller",
    "poststarthook/start-kube-apiserver-identity-lease-controller",
    "poststarthook/start-kube-apiserver-identity-lease-garbage-collector",
    "poststarthook/storage-readiness",
    "poststarthook/start-legacy-token-tracking-controller",
    "poststarthook/start-service-ip-repair-controllers",
    "poststarthook/rbac/bootstrap-roles",
    "poststarthook/scheduling/bootstrap-system-priority-classes",
    "poststarthook/priority-and-fairness-config-producer",
    "poststarthook/bootstrap-controller",
    "poststarthook/start-kubernetes-service-cidr-controller",
    "poststarthook/start-kube-aggregator-informers",
    "poststarthook/apiservice-status-local-available-controller",
    "poststarthook/apiservice-status-remote-available-controller",
    "poststarthook/apiservice-registration-controller",
    "poststarthook/apiservice-wait-for-first-sync",
    "poststarthook/apiservice-discovery-controller",
    "poststarthook/kube-apiserver-autoregistration",
    "autoregister-completion",
    "poststarthook/apiservice-openapi-controller",
    "poststarthook/apiservice-openapiv3-controller",
};

template <size_t... kSizes>
constexpr auto concatenate(const std::array<std::string_view, kSizes>&... parts) {
  std::array<std::string_view, (kSizes + ...)> whole;
  auto next = whole.begin();
  ((next = std::ranges::copy(parts, next).out), ...);
  return whole;
}
constexpr auto kLive = concatenate(kLiveFirst, kHooks);
constexpr auto kReady = concatenate(kReadyFirst, kHooks, kReadyLast);

}  // namespace

std::span<const std::string_view> healthz_check_names() { return kLive; }
std::span<const std::string_view> livez_check_names() { return kLive; }
std::span<const std::string_view> readyz_check_names() { return kReady; }

HealthChecks::HealthChecks(std::string_view endpoint, std::span<const std::string_view> names) : endpoint_(endpoint) {
  for (const std::string_view name : names) checks_.push_back({.name = std::string(name), .check = nullptr});
}

void HealthChecks::set(std::string_view name, HealthCheck check) {
  const auto found = std::ranges::find(checks_, name, &Named::name);
  PINTLE_CHECK(found != checks_.end());
  found->check = std::move(check);
}

bool HealthChecks::Named::is_well() const {
  const bool well = fault().empty();
  (well ? tally->succeeded : tally->failed).fetch_add(1, std::memory_order_relaxed);
  tally->well.store(well, std::memory_order_relaxed);
  return well;
}

std::vector<HealthChecks::Count> HealthChecks::counts() const {
  std::vector<Count> counts;
  for (const Named& check : checks_) {
    const Count count{.name = check.name,
                      .succeeded = check.tally->succeeded.load(std::memory_order_relaxed),
                      .failed = check.tally->failed.load(std::memory_order_relaxed),
                      .well = check.tally->well.load(std::memory_order_relaxed)};
    if (count.succeeded + count.failed > 0) counts.push_back(count);
  }
  return counts;
}

std::string health_metrics(std::span<const HealthChecks* const> endpoints) {
  std::vector<std::string> results;
  std::vector<std::string> totals;
  for (const HealthChecks* endpoint : endpoints) {
    for (const HealthChecks::Count& count : endpoint->counts()) {
      const std::string name = "name=\"" + std::string(count.name) + "\"";
      const std::string type = "type=\"" + std::string(endpoint->endpoint()) + "\"";
      results.push_back("kubernetes_healthcheck{" + name + "," + type + "} " + (count.well ? "1" : "0") + "\n");
      for (const auto& [status, number] : {std::pair("error", count.failed), std::pair("success", count.succeeded)})
        if (number > 0)
          totals.push_back("kubernetes_healthchecks_total{" + name + ",status=\"" + status + "\"," + type + "} " + std::to_string(number) +
                           "\n");
    }
  }
  std::ranges::sort(results);
  std::ranges::sort(totals);
  std::string text;
  if (results.empty()) return text;
  text += "# HELP kubernetes_healthcheck [STABLE] Whether a health check was well when it was last asked.\n";
  text += "# TYPE kubernetes_healthcheck gauge\n";
  for (const std::string& line : results) text += line;
  text += "# HELP kubernetes_healthchecks_total [STABLE] How often health checks were asked, by what came out.\n";
  text += "# TYPE kubernetes_healthchecks_total counter\n";
  for (const std::string& line : totals) text += line;
  return text;
}

std::optional<HealthAnswer> HealthChecks::answer(std::string_view name, const Query& query) const {
  if (name.empty()) return answer_all(query);
  const auto found = std::ranges::find(checks_, name, &Named::name);
  if (found == checks_.end()) return std::nullopt;
  const std::string fault = found->fault();
  if (fault.empty()) return HealthAnswer{.text = "ok"};
  return HealthAnswer{.status = 500, .text = "internal server error: " + fault + "\n"};
}

HealthAnswer HealthChecks::answer_all(const Query& query) const {
  const std::vector<std::string_view> asked = query.all("exclude");
  const std::set<std::string_view> excluded(asked.begin(), asked.end());
  std::set<std::string_view> unknown = excluded;
  std::string lines;
  bool failed = false;
  for (const Named& check : checks_) {
    if (unknown.erase(check.name) > 0) {
      lines += "[+]" + check.name + " excluded: ok\n";
      continue;
    }
    const bool well = check.is_well();
    lines += well ? "[+]" + check.name + " ok\n" : "[-]" + check.name + " failed: reason withheld\n";
    failed = failed || !well;
  }
  if (!unknown.empty()) {
    std::string names;
    for (const std::string_view name : unknown) names += (names.empty() ? "" : ",") + go_quoted(name);
    lines += "warn: some health checks cannot be excluded: no matches for " + names + "\n";
  }
  if (failed) return {.status = 500, .text = lines + endpoint_ + " check failed\n"};
  if (!query.has("verbose")) return {.text = "ok"};
  return {.text = lines + endpoint_ + " check passed\n"};
}

std::vector<std::string> HealthChecks::paths() const {
  std::vector<std::string> paths = {"/" + endpoint_};
  for (const Named& check : checks_) paths.push_back("/" + endpoint_ + "/" + check.name);
  return paths;
}

}  // namespace pintle::api
