#include "server/etcd_stand_in.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/log.h"
#include "net/loops.h"
#include "net/server.h"
#include "server/http_address.h"

namespace pintle::server {
namespace {

constexpr std::chrono::milliseconds kStopGrace{100};

struct EtcdFlag {
  std::string_view name;
  bool is_bool = false;
  std::string_view help;
};

// By name, as --help lists them.
constexpr EtcdFlag kFlags[] = {
    {"advertise-client-urls", false, "Addresses told to clients; accepted, nobody asks"},
    {"auto-compaction-mode", false, "Accepted: the store of kube-apiserver compacts itself"},
    {"auto-compaction-retention", false, "Accepted: the store of kube-apiserver compacts itself"},
    {"data-dir", false, "Folder of the data (default \"default.etcd\")"},
    {"help", true, "Print this text"},
    {"initial-advertise-peer-urls", false, "Accepted: there are no peers"},
    {"initial-cluster", false, "Accepted: there are no peers"},
    {"initial-cluster-state", false, "Accepted: there are no peers"},
    {"initial-cluster-token", false, "Accepted: there are no peers"},
    {"listen-client-urls", false, "Address to listen on, http only (default \"http://localhost:2379\")"},
    {"listen-metrics-urls", false, "Accepted: there are no metrics"},
    {"listen-peer-urls", false, "Accepted: there are no peers"},
    {"log-level", false, "Accepted: it hardly logs"},
    {"logger", false, "Accepted: it hardly logs"},
    {"max-request-bytes", false, "Accepted: the limits are those of kube-apiserver"},
    {"name", false, "Name of this member; accepted, nobody asks"},
    {"quota-backend-bytes", false, "Accepted: the store is as large as its disk"},
    {"snapshot-count", false, "Accepted: the store of kube-apiserver needs none"},
    {"unsafe-no-fsync", true, "Do not wait for the disk: a power cut may lose what was acknowledged"},
};

std::unexpected<Status> refuse(std::string message) { return fail(Status::bad_request(std::move(message))); }

Result<void> set_bool(std::string_view name, std::string_view text, bool& value) {
  constexpr std::string_view kTrue[] = {"true", "1", "t", "T", "TRUE", "True"}, kFalse[] = {"false", "0", "f", "F", "FALSE", "False"};
  value = std::ranges::find(kTrue, text) != std::end(kTrue);
  if (value || std::ranges::find(kFalse, text) != std::end(kFalse)) return {};
  return refuse("invalid boolean value \"" + std::string(text) + "\" for -" + std::string(name) + ": parse error");
}

Result<void> listen_on(std::string_view urls, EtcdCommandLine& line) {
  PINTLE_TRY(const HttpAddress address, parse_http_address(urls.substr(0, urls.find(','))));
  line.listen_address = address.host == "localhost" ? "127.0.0.1" : address.host;
  line.listen_port = address.port;
  return {};
}

Result<void> set_flag(std::string_view name, std::string_view value, EtcdCommandLine& line) {
  if (name == "data-dir") line.place.data_dir = value;
  if (name == "listen-client-urls") return listen_on(value, line);
  if (name == "unsafe-no-fsync") return set_bool(name, value, line.place.unsafe_no_fsync);
  if (name == "help") return set_bool(name, value, line.help);
  return {};
}

Task<net::Response> answer(const std::string& storage, net::Request& request) {
  net::Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
  } else if (request.path == "/health") {
    response.headers.add("content-type", "application/json");
    response.body = Bytes::constant(R"({"health":"true","reason":""})");
  } else if (request.path == kStoragePath) {
    response.headers.add("content-type", "text/plain; charset=utf-8");
    response.body = Bytes::copy(storage);
  } else {
    response.status = 404;
  }
  co_return response;
}

}  // namespace

Result<EtcdCommandLine> parse_etcd_command_line(std::span<const std::string_view> arguments) {
  EtcdCommandLine line;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string_view name = arguments[i];
    if (!name.starts_with('-')) return refuse("'" + std::string(name) + "' is not a valid flag");
    name.remove_prefix(name.starts_with("--") ? 2 : 1);
    const size_t equals = name.find('=');
    std::string_view value = equals == std::string_view::npos ? "" : name.substr(equals + 1);
    name = name.substr(0, equals);
    if (name == "h") name = "help";
    const auto flag = std::ranges::find(kFlags, name, &EtcdFlag::name);
    if (flag == std::end(kFlags)) return refuse("flag provided but not known to Pintle's stand-in for etcd: -" + std::string(name));
    if (equals == std::string_view::npos) {
      if (!flag->is_bool && i + 1 == arguments.size()) return refuse("flag needs an argument: -" + std::string(name));
      value = flag->is_bool ? "true" : arguments[++i];
    }
    PINTLE_TRY_VOID(set_flag(name, value, line));
  }
  std::error_code error;
  line.place.data_dir = std::filesystem::absolute(line.place.data_dir, error).lexically_normal().string();
  if (line.place.data_dir.contains('\n')) return refuse("--data-dir must not contain a line break");
  return line;
}

std::string etcd_help_text() {
  std::string text =
      "Pintle's stand-in for etcd: it tells the kube-apiserver of Pintle, which is given its address by --etcd-servers, in which\n"
      "folder to keep its store. It is no store itself.\n\nUsage:\n  etcd [flags]\n\n";
  size_t columns = 0;
  for (const EtcdFlag& flag : kFlags) columns = std::max(columns, flag.name.size());
  for (const EtcdFlag& flag : kFlags) {
    text += "  --" + std::string(flag.name) + std::string(columns - flag.name.size() + 3, ' ') + std::string(flag.help) + "\n";
  }
  return text;
}

int run_etcd_stand_in(const EtcdCommandLine& line) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // in every thread that is started from here on
  signal(SIGPIPE, SIG_IGN);
  const std::string storage = storage_place_text(line.place);
  const auto loops = net::LoopPool::start(1);
  auto server = net::Server::start({.address = line.listen_address, .port = line.listen_port}, *loops,
                                   [&storage](net::Request& request) { return answer(storage, request); });
  if (!server) {
    std::fprintf(stderr, "Error: %s\n", server.error().message().c_str());
    return 1;
  }
  log_info("Standing in for etcd", {{"address", line.listen_address}, {"port", (*server)->port()}, {"data-dir", line.place.data_dir}});
  int received = 0;
  sigwait(&signals, &received);
  (*server)->stop(kStopGrace);
  loops->stop();
  return 0;
}

}  // namespace pintle::server
