// EventLoop: one thread, one epoll. What is to be written waits until all that was readable has been read, so that the requests that a
// batch of answers brings about leave in one write for each connection.
//
//   loop.run_until([&] { return left == 0; }, Clock::now() + 10s);
//
// Thread: the one that calls run_until. Nothing here blocks except run_until itself.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "load/clock.h"

namespace pintle::load {

class EventLoop {
 public:
  // A descriptor that is waited for. It must not be destroyed within its own ready() or flush().
  class Source {
   public:
    virtual ~Source() = default;
    virtual void ready() = 0;  // readable, writable or broken
    virtual void flush() = 0;  // asked for by flush_soon
  };
  enum class Wait { kRead, kReadAndWrite };

  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void add(int descriptor, Source& source);
  void wait_for(int descriptor, Source& source, Wait wait);
  void remove(int descriptor, Source& source);
  void flush_soon(Source& source) { to_flush_.push_back(&source); }
  void at(Time time, std::function<void()> call) { timers_.emplace(time, std::move(call)); }

  // Runs until `done` holds (asked after each batch) or the deadline has passed; true when it holds.
  bool run_until(const std::function<bool()>& done, Time deadline);
  void run_for(Duration duration);

 private:
  void flush_all();
  void run_timers();
  void poll(Time deadline);

  int epoll_;
  std::vector<Source*> to_flush_;
  std::vector<Source*> ready_;  // of the batch under way; a removed one is nulled
  std::multimap<Time, std::function<void()>> timers_;
};

}  // namespace pintle::load
