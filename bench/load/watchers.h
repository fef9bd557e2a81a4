// Watchers: a number of watches on shared connections, their events counted, some of them read.
//
// Reading an event costs the client more than counting it, so of many watchers of everything only some are sampled; when each event has
// few watchers, all are. `on_sample` hears each event of a sampled watcher.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "load/bench.h"
#include "load/event_counter.h"

namespace pintle::load {

struct WatchOptions {
  size_t watchers = 0;
  size_t connections = 0;
  std::string_view accept = kJson;
  std::function<std::string(size_t watcher)> path;
  size_t sampled_max = 0;
  EventCounter::OnEvent on_sample = nullptr;
};

class Watchers {
 public:
  // Watching when it returns: every watch has been answered with its status, or has ended.
  static Result<std::unique_ptr<Watchers>> open(Bench& bench, const WatchOptions& options);

  uint64_t events() const;
  size_t ended() const { return ended_; }  // by the server

 private:
  Watchers() = default;
  struct Watcher {
    Exchange exchange;
    EventCounter counter;
  };
  // Clients go first: they know the exchanges.
  std::vector<std::unique_ptr<Watcher>> watchers_;
  size_t ended_ = 0;
  Clients clients_;
};

// The resourceVersion that a list of pods has now.
Result<std::string> current_resource_version(Bench& bench);

}  // namespace pintle::load
