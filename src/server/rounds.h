// Rounds: work that is done again and again on a thread of its own: at once, every `interval`, and soon after somebody has asked for it.
//
//   Rounds rounds(std::chrono::minutes(1), [&](Rounds::Why why) { ... });
//   rounds.start();
//   rounds.wake();      // any thread; several of them before the next round are one
//   rounds.stop();      // waits for the round that is under way
//
// Ownership: whoever the work belongs to; stop() before what it touches goes away. The work never runs twice at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace pintle::server {

class Rounds {
 public:
  enum class Why : unsigned char { kTime, kWoken };
  using Work = std::function<void(Why)>;

  Rounds(std::chrono::milliseconds interval, Work work) : interval_(interval), work_(std::move(work)) {}
  ~Rounds() { stop(); }
  Rounds(const Rounds&) = delete;

  void start();
  void wake();
  void stop();

 private:
  void run(const std::stop_token& stopping);

  const std::chrono::milliseconds interval_;
  const Work work_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool woken_ = false;
  std::jthread thread_;
};

}  // namespace pintle::server
