// MeasuredServer: the server under measurement: one that runs already, or one that is started by a shell command.
//
// A started server has a temporary folder of its own; "{folder}" in the command, the kubeconfig's path and the data folder stands for it.
// The command runs in the foreground (`exec ... serve`): its process is the API server, and the processes that it has as children, such
// as an etcd that a script started before its own exec, are the store. Both are ended by their ids.
//
//   {.start = "exec pintle serve --secure-port 0 --data-dir {folder}/data", .kubeconfig = "{folder}/data/kubeconfig"}
//
// The URL comes from the kubeconfig when there is one, so the port may be one that the kernel chose.
// Errors: 503 with the end of the server's log when it ends or is not ready in time.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "load/clock.h"
#include "load/event_loop.h"
#include "load/meter.h"
#include "load/tls_client.h"

namespace pintle::load {

struct ServerOptions {
  std::string label = {};
  std::string url = {};
  std::string token = {};
  std::string kubeconfig = {};
  std::string start = {};     // shell command; empty: the server runs already
  std::string data_dir = {};  // whose size is the server's disk use
  Processes pids = {};        // of a running server, the API server first
};

class MeasuredServer {
 public:
  enum class Data { kEmpty, kKept };

  static Result<std::unique_ptr<MeasuredServer>> create(ServerOptions options);
  ~MeasuredServer();
  MeasuredServer(const MeasuredServer&) = delete;
  MeasuredServer& operator=(const MeasuredServer&) = delete;

  bool is_managed() const { return !options_.start.empty(); }
  // Ends the running one first. Gives the time from the exec of the shell to the first 200 of /readyz.
  Result<Duration> start(Data data);
  void stop();

  const TlsClient& tls() const { return *tls_; }
  const Processes& processes() const { return processes_; }
  const std::string& data_dir() const { return options_.data_dir; }
  const std::string& label() const { return options_.label; }

 private:
  explicit MeasuredServer(ServerOptions options) : options_(std::move(options)) {}
  Result<void> spawn();
  Result<void> find_target();
  bool is_ready(EventLoop& loop);
  std::string log_path() const { return folder_ + "/log"; }
  Status not_ready() const;

  ServerOptions options_;
  std::string folder_;
  pid_t child_ = 0;
  Processes processes_;
  std::unique_ptr<TlsClient> tls_;
};

}  // namespace pintle::load
