#include "load/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "load/workload.h"

namespace pintle::load {
namespace {

constexpr std::string_view kPeerPrefix = "peer-";

// The scale that a cluster of some size has; --quick is what the fields of Scale begin with.
constexpr Scale kFull{.objects = 100'000, .phase_s = 4, .idle_s = 30, .settle_s = 10, .mixed_s = 60, .watch_s = 8, .starts = 5};

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    words.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return words;
}

template <class Number>
Result<void> set_number(std::string_view text, Number& number, Number least) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least) {
    return fail(Status::bad_request(fmt::format("not a number of at least {}: {}", least, text)));
  }
  return {};
}

// The Pintle of a build, on a folder and a port of its own.
void set_pintle(ServerOptions& server, std::string_view binary) {
  server.label = binary;
  server.start = fmt::format("exec '{}' serve --secure-port 0 --data-dir {{folder}}/data", binary);
  server.kubeconfig = "{folder}/data/kubeconfig";
  server.data_dir = "{folder}/data";
}

Result<bool> set_server(std::string_view flag, std::string_view value, ServerOptions& server) {
  if (flag == "pintle")
    set_pintle(server, value);
  else if (flag == "label")
    server.label = value;
  else if (flag == "token")
    server.token = value;
  else if (flag == "kubeconfig")
    server.kubeconfig = value;
  else if (flag == "start")
    server.start = value;
  else if (flag == "data-dir")
    server.data_dir = value;
  else if (flag == "pids") {
    for (const std::string& word : words_of(value)) PINTLE_TRY_VOID(set_number<pid_t>(word, server.pids.emplace_back(), 1));
  } else {
    return false;
  }
  return true;
}

Result<void> set_only(std::string_view value, Options& options) {
  options.only = words_of(value);
  for (const std::string& name : options.only) {
    if (find_workload(name) == nullptr) return fail(Status::bad_request("no such workload: " + name));
  }
  return {};
}

Result<void> set_flag(std::string_view flag, std::string_view value, Options& options) {
  if (flag == "server") return options.server.url = value, Result<void>();
  if (flag == "only") return set_only(value, options);
  if (flag == "output") return options.output = value, Result<void>();
  if (flag == "rounds") return set_number(value, options.rounds, 1);
  if (flag == "objects") return set_number(value, options.scale.objects, kFilledNodes);
  if (flag == "million") return set_number(value, options.scale.million, 1);
  if (flag == "seconds") return set_number(value, options.scale.phase_s, 0.01);
  const bool is_peer = flag == "peer" || flag.starts_with(kPeerPrefix);
  if (is_peer && !options.peer) options.peer = ServerOptions{.label = "peer"};
  if (flag == "peer") return options.peer->url = value, Result<void>();
  PINTLE_TRY(const bool known,
             is_peer ? set_server(flag.substr(kPeerPrefix.size()), value, *options.peer) : set_server(flag, value, options.server));
  if (!known) return fail(Status::bad_request("unknown flag: --" + std::string(flag)));
  return {};
}

Result<void> check(const ServerOptions& server) {
  if (!server.url.empty() || !server.kubeconfig.empty()) return {};
  return fail(Status::bad_request(server.label + ": give its URL, a kubeconfig, or the Pintle to start"));
}

}  // namespace

Result<Options> parse_options(std::span<const std::string_view> arguments) {
  Options options;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string_view flag = arguments[i];
    if (flag == "-o") flag = "--output";
    if (!flag.starts_with("--")) return fail(Status::bad_request("not a flag: " + std::string(flag)));
    flag.remove_prefix(2);
    if (flag == "full" || flag == "quick") {
      options.scale = flag == "full" ? kFull : Scale();
      continue;
    }
    std::string_view value;
    if (const size_t equals = flag.find('='); equals != std::string_view::npos) {
      value = flag.substr(equals + 1);
      flag = flag.substr(0, equals);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    } else {
      return fail(Status::bad_request("--" + std::string(flag) + " needs a value"));
    }
    PINTLE_TRY_VOID(set_flag(flag, value, options));
  }
  PINTLE_TRY_VOID(check(options.server));
  if (options.peer) PINTLE_TRY_VOID(check(*options.peer));
  return options;
}

std::string usage() {
  std::string text =
      "pintle-load measures Kubernetes API servers: CPU, memory and latency of each operation.\n\n"
      "  pintle-load --pintle BINARY                              starts that Pintle and measures it\n"
      "  pintle-load --kubeconfig FILE --pids API[,STORE]         a server that runs: an empty one of your own\n"
      "  pintle-load --server URL --token T --pids API[,STORE]    the same\n"
      "  pintle-load --start COMMAND --kubeconfig FILE            starts it by a shell command; {folder} is its temporary folder\n"
      "  pintle-load compare [--all] FIRST.json SECOND.json       how many times better the second is\n\n"
      "Each flag of the server is there once more for a peer (--peer URL, --peer-pintle, --peer-start, ...): the two are measured in "
      "turn.\n\n"
      "  --data-dir DIR   whose size is the server's disk use        --label NAME    of the server, for tables\n"
      "  --rounds N       times that everything is measured (1)      --only A,B      workloads; all but `million` otherwise\n"
      "  --quick, --full  how much is done (quick: a few minutes)    --objects N     pods of fill (10,000; full 100,000)\n"
      "  --seconds S      length of one closed loop (2; full 4)      -o FILE         results as JSON\n\n"
      "Workloads:\n";
  for (const Workload& workload : workloads()) text += fmt::format("  {:<10} {}\n", workload.name, workload.measures);
  return text;
}

}  // namespace pintle::load
