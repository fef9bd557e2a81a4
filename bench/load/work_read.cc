// Reads of one thing: a pod, and the OpenAPI document.
#include "load/closed_loop.h"
#include "load/objects.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr size_t kSlots[] = {1, 16, 64};
constexpr int kConflict = 409;

struct Form {
  const char* name;
  std::string_view accept;
};
constexpr Form kForms[] = {{"json", kJson}, {"proto", kProtobuf}};

ClosedLoop get_again(size_t slots, const Request& request) {
  return {.slots = slots, .next = [request](size_t, Request& next) {
            if (next.path.empty()) next = request;
            return true;
          }};
}

Result<void> ensure_pod(Bench& bench, const std::string& ns, const std::string& name) {
  PINTLE_TRY(Clients clients, bench.open(1));
  PINTLE_TRY_VOID(bench.ensure_namespace(*clients[0], ns));
  const Response response = bench.answer_to(
      *clients[0],
      {.method = "POST", .path = "/api/v1/namespaces/" + ns + "/pods", .content_type = kJson, .body = pod_body({.ns = ns, .name = name})});
  if (!response.ok() && response.status != kConflict) return fail(Status::service_unavailable(response.fault()));
  return {};
}

}  // namespace

Result<void> measure_get(Bench& bench) {
  PINTLE_TRY_VOID(ensure_pod(bench, "bench-get", "target"));
  for (const Form& form : kForms) {
    const Request request{.path = "/api/v1/namespaces/bench-get/pods/target", .accept = form.accept};
    for (size_t slots : kSlots) {
      const std::string name = std::string(form.name) + ".c" + std::to_string(slots);
      PINTLE_TRY_VOID(measure_loop(bench, "get.h2." + name, get_again(slots, request), Protocol::kHttp2));
      PINTLE_TRY_VOID(measure_loop(bench, "get.h1." + name, get_again(slots, request), Protocol::kHttp1));
    }
  }
  return {};
}

Result<void> measure_openapi(Bench& bench) {
  PINTLE_TRY(Clients clients, bench.open(1));
  const Request whole{.path = "/openapi/v2", .gzip = true};
  PINTLE_TRY(const Response first, bench.call(*clients[0], whole));
  PINTLE_TRY_VOID(measure_loop(bench, "discovery.openapi_v2_json.gzip", get_again(1, whole)));
  if (first.etag.empty()) return fail(Status::service_unavailable("/openapi/v2 has no ETag"));
  Request unchanged = whole;
  unchanged.if_none_match = first.etag;
  PINTLE_TRY(const Response second, bench.call(*clients[0], unchanged));
  if (second.status != 304)
    return fail(Status::service_unavailable("the ETag of /openapi/v2 was answered by " + std::to_string(second.status)));
  return measure_loop(bench, "discovery.openapi_v2_json.unchanged", get_again(1, unchanged));
}

}  // namespace pintle::load
