#include "server/service_network.h"

#include <algorithm>
#include <random>

#include "api/kept_fields.h"
#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/check.h"
#include "base/finish_now.h"
#include "base/ip_address.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "groups/bootstrap.h"
#include "groups/core/service_companions.h"
#include "object/managed_fields.h"
#include "object/time.h"
#include "server/blocking_commit.h"

namespace pintle::server {
namespace {

constexpr std::chrono::seconds kRepairIntervalMin{1};
constexpr std::string_view kRangeManager = "kubernetes-service-cidr-controller";

const api::Resource& resource_of(const api::Registry& registry, std::string_view group, std::string_view resource) {
  const api::Resource* found = registry.find(group, "v1", resource);
  PINTLE_CHECK(found);
  return *found;
}

uint64_t random_below(uint64_t bound) {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return std::uniform_int_distribution<uint64_t>(0, bound - 1)(engine);
}

groups::AddressAllocator addresses_of(const api::Registry& registry) {
  return {resource_of(registry, "networking.k8s.io", "ipaddresses"), resource_of(registry, "networking.k8s.io", "servicecidrs"),
          random_below};
}

groups::PortAllocator ports_of(const Options& options, store::Store& store) {
  const PortRange range = options.service_node_port_range;
  return {store, {.first = range.first, .last = range.last}, random_below};
}

std::vector<groups::IpFamily> families_of(const Options& options) {
  std::vector<groups::IpFamily> families;
  for (const std::string& text : options.service_cluster_ip_ranges)
    families.push_back(IpRange::parse(text)->is_v4() ? groups::IpFamily::kV4 : groups::IpFamily::kV6);
  return families;
}

// In their standard form.
std::vector<std::string> ranges_of(const Options& options) {
  std::vector<std::string> ranges;
  for (const std::string& text : options.service_cluster_ip_ranges) ranges.push_back(IpRange::parse(text)->to_string());
  return ranges;
}

}  // namespace

ServiceNetwork::ServiceNetwork(const Options& options, const api::Backend& backend, api::Registry& registry)
    : options_(options),
      backend_(backend),
      ranges_(resource_of(registry, "networking.k8s.io", "servicecidrs")),
      repair_({.services = resource_of(registry, "", "services"),
               .addresses = addresses_of(registry),
               .ports = ports_of(options, backend.store),
               .clock = backend.clock}) {
  registry.accompany(
      "", "v1", "services",
      std::make_shared<core::ServiceCompanions>(core::ServiceCompanions::Parts{.addresses = addresses_of(registry),
                                                                               .ports = ports_of(options, backend.store),
                                                                               .families = families_of(options),
                                                                               .endpoints = resource_of(registry, "", "endpoints"),
                                                                               .clock = backend.clock}));
}

Result<void> ServiceNetwork::prepare() { return round(); }

Result<void> ServiceNetwork::round() {
  PINTLE_TRY_VOID(keep_default_range());
  return repair_.run_once([this](store::Transaction transaction) { return commit_and_wait(backend_.store, std::move(transaction)); });
}

Result<void> ServiceNetwork::keep_default_range() {
  const std::string key = ranges_.key("", groups::kDefaultServiceRange);
  const std::vector<std::string> ranges = ranges_of(options_);
  if (!ranges_.cache->snapshot().get(key)) {
    PINTLE_TRY(store::Transaction creation,
               finish_now(api::system_creation(ranges_, backend_.clock, groups::default_service_range(ranges))));
    PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(creation)));
  }
  const cache::ObjectPtr stored = ranges_.cache->snapshot().get(key);
  if (!stored) return {};
  PINTLE_TRY(const object::Document live, api::decode_stored(ranges_, *stored));
  object::Document document = live.clone();
  const int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(backend_.clock.now().time_since_epoch()).count();
  const std::string now = object::format_time({.seconds = seconds});
  if (!groups::update_service_range(document, ranges, now)) return {};
  object::update_managed_fields(*ranges_.type, &live.root(), document,
                                {.manager = kRangeManager, .api_version = ranges_.api_version, .subresource = "status", .time = now});
  PINTLE_TRY(Bytes bytes, api::encode_stored(ranges_, document));
  store::Transaction update;
  update.operations.push_back(store::Operation::put(key, std::move(bytes), store::Expect::revision(stored->revision())));
  PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(update)));
  return {};  // not applied: another server was quicker
}

void ServiceNetwork::start() {
  thread_ = std::jthread([this](std::stop_token stopping) { run(std::move(stopping)); });
}

void ServiceNetwork::run(std::stop_token stopping) {
  std::unique_lock lock(mutex_);
  while (!stopping.stop_requested()) {
    wake_.wait_for(lock, stopping, std::max(options_.service_repair_interval, kRepairIntervalMin), [] { return false; });
    if (stopping.stop_requested()) return;
    if (auto repaired = round(); !repaired)
      log_error("The addresses and ports of Services could not be checked", {{"error", repaired.error()}});
  }
}

void ServiceNetwork::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace pintle::server
