// Writes: creates, and the ways to change an object.
#include <array>

#include "load/closed_loop.h"
#include "load/objects.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr size_t kCreateSlots[] = {1, 16, 64};
constexpr size_t kUpdateSlots[] = {1, 16};
constexpr size_t kSlotsMax = 16;
constexpr size_t kObjectsPerSlot = 4;        // no two requests at once are for one object
constexpr size_t kConfigMapDataBytes = 832;  // 1 KiB with the rest of it

const std::string kCreatePath = "/api/v1/namespaces/bench-create/";
const std::string kPodsPath = "/api/v1/namespaces/bench-update/pods/";
const std::string kLeasesPath = "/apis/coordination.k8s.io/v1/namespaces/bench-update/leases/";

Result<void> measure_creates(Bench& bench, const std::string& resource, size_t slots,
                             std::string (*body)(const std::string& name, unsigned turn)) {
  unsigned turn = 0;
  const auto next = [&](size_t, Request& request) {
    request.method = "POST";
    request.path = kCreatePath + resource + "s";
    request.content_type = kJson;
    ++turn;
    request.body = body("c" + std::to_string(slots) + "-" + std::to_string(turn), turn);
    return true;
  };
  return measure_loop(bench, "create." + resource + ".c" + std::to_string(slots), {.slots = slots, .next = next});
}

std::string config_map(const std::string& name, unsigned) { return config_map_body(name, kConfigMapDataBytes); }

std::string pod(const std::string& name, unsigned turn) {
  return pod_body({.ns = "bench-create", .name = name, .node = "node-" + std::to_string(turn % kFilledNodes)});
}

std::string object_name(size_t index) { return "p" + std::to_string(index); }

// What the updates start from: pods and leases that exist.
struct Stored {
  std::array<std::string, kSlotsMax * kObjectsPerSlot> pods;            // as read, without the resourceVersion
  std::array<std::string, kSlotsMax * kObjectsPerSlot> lease_versions;  // resourceVersions
};

Result<Stored> create_stored(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY_VOID(bench.ensure_namespace(*clients[0], "bench-update"));
  Stored stored;
  for (size_t i = 0; i < stored.pods.size(); ++i) {
    const std::string name = object_name(i);
    const auto create = [&](const std::string& path, std::string body) {
      const Request request{
          .method = "POST", .path = path.substr(0, path.size() - 1), .content_type = kJson, .body = std::move(body), .keep_body = true};
      return bench.call(*clients[0], request);
    };
    PINTLE_TRY(Response created, create(kPodsPath, pod_body({.ns = "bench-update", .name = name})));
    stored.pods[i] = without_resource_version(std::move(created.body));
    PINTLE_TRY(const Response lease, create(kLeasesPath, lease_body(name, "", 0)));
    stored.lease_versions[i] = resource_version_of(lease.body);
  }
  return stored;
}

struct Update {
  const char* name;
  // Fills the request that changes the object `index` for the `turn`th time.
  void (*fill)(Request& request, const Stored& stored, size_t index, unsigned turn);
};

void fill_patch(Request& request, std::string_view type, std::string path, std::string body) {
  request.method = "PATCH";
  request.content_type = type;
  request.path = std::move(path);
  request.body = std::move(body);
}

void fill_status_patch(Request& request, const Stored&, size_t index, unsigned turn) {
  fill_patch(request, "application/strategic-merge-patch+json", kPodsPath + object_name(index) + "/status", status_patch(turn));
}

void fill_put(Request& request, const Stored& stored, size_t index, unsigned turn) {
  static constexpr std::string_view kChanged = R"("prometheus.io/port":"9090")";
  request.method = "PUT";
  request.content_type = kJson;
  request.path = kPodsPath + object_name(index);
  request.body = stored.pods[index];
  if (const size_t at = request.body.find(kChanged); at != std::string::npos) {
    request.body.replace(at, kChanged.size(), R"("prometheus.io/port":")" + std::to_string(turn) + '"');
  }
}

void fill_merge_patch(Request& request, const Stored&, size_t index, unsigned turn) {
  fill_patch(request, "application/merge-patch+json", kPodsPath + object_name(index), annotation_patch("example.org/turn", turn));
}

void fill_apply(Request& request, const Stored&, size_t index, unsigned turn) {
  fill_patch(request, "application/apply-patch+yaml", kPodsPath + object_name(index) + "?fieldManager=bench-apply&force=true",
             apply_body("bench-update", object_name(index), turn));
}

void fill_lease_put(Request& request, const Stored& stored, size_t index, unsigned turn) {
  request.method = "PUT";
  request.content_type = kJson;
  request.path = kLeasesPath + object_name(index);
  request.body = lease_body(object_name(index), stored.lease_versions[index], turn);
  request.keep_body = true;
}

constexpr Update kUpdates[] = {
    {"patch_status_strategic", fill_status_patch},
    {"put", fill_put},
    {"patch_merge", fill_merge_patch},
    {"apply", fill_apply},
    {"lease_put", fill_lease_put},
};

Result<void> measure_updates(Bench& bench, const Update& update, size_t slots, Stored& stored, unsigned& turn) {
  std::array<size_t, kSlotsMax> turns = {};
  const auto index_of = [&](size_t slot) { return slot * kObjectsPerSlot + turns[slot] % kObjectsPerSlot; };
  const auto next = [&](size_t slot, Request& request) {
    ++turns[slot];
    update.fill(request, stored, index_of(slot), ++turn);
    return true;
  };
  const auto seen = [&](size_t slot, const Exchange& exchange) {
    if (exchange.request.keep_body && exchange.response.ok()) {
      stored.lease_versions[index_of(slot)] = resource_version_of(exchange.response.body);
    }
  };
  const std::string name = std::string("update.") + update.name + ".c" + std::to_string(slots);
  return measure_loop(bench, name, {.slots = slots, .next = next, .seen = seen});
}

}  // namespace

Result<void> measure_create(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY_VOID(bench.ensure_namespace(*clients[0], "bench-create"));
  for (size_t slots : kCreateSlots) PINTLE_TRY_VOID(measure_creates(bench, "configmap", slots, config_map));
  for (size_t slots : kCreateSlots) PINTLE_TRY_VOID(measure_creates(bench, "pod", slots, pod));
  return {};
}

Result<void> measure_update(Bench& bench) {
  PINTLE_TRY(Stored stored, create_stored(bench));
  unsigned turn = 0;
  for (const Update& update : kUpdates) {
    for (size_t slots : kUpdateSlots) PINTLE_TRY_VOID(measure_updates(bench, update, slots, stored, turn));
  }
  return {};
}

}  // namespace pintle::load
