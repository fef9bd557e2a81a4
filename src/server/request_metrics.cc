#include "server/request_metrics.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pintle::server {
namespace {

constexpr std::string_view kComponent = "apiserver";
constexpr std::array<std::string_view, 5> kConnectSubresources = {"log", "exec", "portforward", "attach", "proxy"};
constexpr std::array<std::string_view, 5> kPlainMethods = {"POST", "PUT", "PATCH", "DELETE", "GET"};

std::string_view request_kind(std::string_view method) { return method == "GET" || method == "HEAD" ? "readOnly" : "mutating"; }

// "All" when the query asks for a dry run.
std::string_view dry_run(std::string_view query) { return query.contains("dryRun=All") ? "All" : ""; }

bool is_apply(const api::RequestRecord& record) {
  return record.method == "PATCH" && record.content_type.starts_with("application/apply-patch");
}

std::string_view authorization_result(const auth::Decision& decision) {
  if (decision.allowed()) return "allowed";
  if (!decision.error.empty()) return "error";
  return decision.kind == auth::Decision::Kind::kDeny ? "denied" : "no-opinion";
}

}  // namespace

std::string_view metric_verb(const api::RequestRecord& record) {
  const api::RequestInfo& info = record.info;
  if (info.is_resource && std::ranges::find(kConnectSubresources, info.subresource) != kConnectSubresources.end()) return "CONNECT";
  if (info.verb == "watch") return "WATCH";
  if (info.verb == "list") return "LIST";
  if (is_apply(record)) return "APPLY";
  if (record.method == "HEAD") return "GET";
  auto known = std::ranges::find(kPlainMethods, record.method);
  return known == kPlainMethods.end() ? "other" : *known;
}

std::string_view metric_scope(const api::RequestInfo& info) {
  if (!info.name.empty() || info.verb == "create") return "resource";
  if (!info.namespace_.empty()) return "namespace";
  return info.is_resource ? "cluster" : "";
}

RequestMetrics::RequestMetrics(MetricsRegistry& registry, IsServed is_served)
    : registry_(registry),
      is_served_(std::move(is_served)),
      requests_(
          registry.counter({.name = "apiserver_request_total",
                            .help = "Requests by verb, dry run, group, version, resource, scope, component and HTTP code.",
                            .labels = {"verb", "dry_run", "group", "version", "resource", "subresource", "scope", "component", "code"},
                            .stability = "STABLE"})),
      durations_(
          registry.histogram({.name = "apiserver_request_duration_seconds",
                              .help = "Time to the answer in seconds, by verb, dry run, group, version, resource, subresource, scope and "
                                      "component.",
                              .labels = {"verb", "dry_run", "group", "version", "resource", "subresource", "scope", "component"},
                              .stability = "STABLE"},
                             {0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60})),
      in_flight_(registry.gauge({.name = "apiserver_current_inflight_requests",
                                 .help = "Requests that are being answered, by kind.",
                                 .labels = {"request_kind"},
                                 .stability = "STABLE"})),
      authorizations_(registry.counter({.name = "authorization_attempts_total",
                                        .help = "Requests by what authorization said of them: allowed, denied, no-opinion or error.",
                                        .labels = {"result"}})),
      authorization_durations_(registry.histogram({.name = "authorization_duration_seconds",
                                                   .help = "Time that authorization took in seconds, by what it said.",
                                                   .labels = {"result"}},
                                                  exponential_buckets(0.001, 2, 15))) {}

void RequestMetrics::begun(std::string_view method) { in_flight_.add({request_kind(method)}, 1); }

void RequestMetrics::authorized(const auth::Decision& decision, std::chrono::steady_clock::duration took) {
  const std::string_view result = authorization_result(decision);
  authorizations_.add({result});
  authorization_durations_.observe({result}, std::chrono::duration<double>(took).count());
}

void RequestMetrics::answered(const api::RequestRecord& record) {
  in_flight_.add({request_kind(record.method)}, -1);
  const api::RequestInfo& info = record.info;
  std::string_view verb = metric_verb(record), dry = dry_run(record.query), scope = metric_scope(info);
  char digits[8];
  auto end = std::to_chars(digits, digits + sizeof digits, record.code).ptr;
  std::string_view code(digits, static_cast<size_t>(end - digits));
  bool served = info.is_resource && is_served_(info);
  auto label = [&](const std::string& name) { return served ? std::string_view(name) : std::string_view(); };
  std::string_view group = label(info.group), version = label(info.version), resource = label(info.resource);
  std::string_view subresource = label(info.subresource);
  requests_.add({verb, dry, group, version, resource, subresource, scope, kComponent, code});
  durations_.observe({verb, dry, group, version, resource, subresource, scope, kComponent},
                     std::chrono::duration<double>(record.duration).count());
}

}  // namespace pintle::server
