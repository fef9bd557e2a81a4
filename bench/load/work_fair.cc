// Fairness: how long a small GET takes while somebody else lists everything, again and again. Start the server with --io-loops=1 to have
// both on one loop:
//
//   pintle-load --start "exec pintle serve --secure-port 0 --io-loops 1 --data-dir {folder}/data" --kubeconfig {folder}/data/kubeconfig
//               --only fair
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load/closed_loop.h"
#include "load/workload.h"

namespace pintle::load {
namespace {

struct Disturbance {
  const char* name;
  const char* query = nullptr;  // null: nobody lists
  std::string_view accept = kJson;
  bool gzip = false;
};

constexpr std::string_view kTable = "application/json;as=Table;g=meta.k8s.io;v=v1";
constexpr std::string_view kMetadataProtobuf = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
constexpr Disturbance kDisturbances[] = {
    {"alone"},
    {"json", "resourceVersion=0"},
    {"indented", "resourceVersion=0&pretty=1"},
    {"table", "resourceVersion=0", kTable},
    {"proto.gzip", "resourceVersion=0", kProtobuf, true},
    {"metadata_proto", "resourceVersion=0", kMetadataProtobuf},
    {"label1pct", "labelSelector=shard%3Ds07"},
};

// A process of its own, so that reading the list is not what the GET waits for. Ends when it is killed, or with its first fault.
class Lister {
 public:
  Lister(Bench& bench, const Disturbance& what) {
    if (what.query == nullptr) return;
    child_ = fork();
    if (child_ == 0) _exit(list(bench.server.tls(), what));
  }
  ~Lister() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  Lister(const Lister&) = delete;
  Lister& operator=(const Lister&) = delete;

 private:
  static int list(const TlsClient& tls, const Disturbance& what) {
    EventLoop loop;
    auto client = open_client(loop, tls, Protocol::kHttp2);
    if (!client) return 1;
    bool failed = false;
    Exchange exchange{.request = {.path = std::string("/api/v1/pods?") + what.query, .accept = what.accept, .gzip = what.gzip}};
    exchange.on_finished = [&](Exchange& finished) {
      failed = !finished.response.ok();
      if (!failed) (*client)->send(finished);
    };
    (*client)->send(exchange);
    loop.run_until([&] { return failed; }, Time::max());
    return 1;
  }

  pid_t child_ = 0;
};

Result<void> measure_disturbed(Bench& bench, const Disturbance& what) {
  PINTLE_TRY(Clients clients, bench.open(1));
  const Lister lister(bench, what);
  const Time end = Clock::now() + from_seconds(bench.scale.phase_s);
  const auto next = [&](size_t, Request& request) {
    if (request.path.empty()) request = {.path = filled_pod(0).path(), .accept = kProtobuf};
    return Clock::now() < end;
  };
  PINTLE_TRY(LoopOutcome outcome, run_closed_loop(bench, clients, {.slots = 1, .next = next}));
  Row row{.name = fmt::format("fair.n{}.{}", bench.scale.objects, what.name)};
  set_operations(row, outcome.latencies, outcome.usage);
  set_memory(row, bench);
  bench.emit(std::move(row));
  return {};
}

}  // namespace

Result<void> measure_fairness(Bench& bench) {
  for (const Disturbance& what : kDisturbances) PINTLE_TRY_VOID(measure_disturbed(bench, what));
  return {};
}

}  // namespace pintle::load
