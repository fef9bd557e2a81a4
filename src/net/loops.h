// LoopPool: the process's I/O threads, one loop each.
//
//   auto loops = LoopPool::start(0);          // one per core
//   loops->at(0).post([] { ... });
//   loops->stop();                            // after everything that serves on them was stopped
//
// Owner: main. Threads: start and stop on one thread that is none of the loops'; the rest on any.
#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "net/io_loop.h"

namespace pintle::net {

class LoopPool {
 public:
  // `count` 0: one per core.
  static std::unique_ptr<LoopPool> start(size_t count);
  ~LoopPool() { stop(); }

  size_t size() const { return loops_.size(); }
  IoLoop& at(size_t index) { return *loops_[index]; }
  // Joins the threads. Jobs and coroutines that have not run are dropped.
  void stop();

 private:
  LoopPool() = default;
  std::vector<std::unique_ptr<IoLoop>> loops_;
  std::vector<std::jthread> threads_;
};

}  // namespace pintle::net
