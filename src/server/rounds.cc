#include "server/rounds.h"

namespace pintle::server {

void Rounds::start() {
  thread_ = std::jthread([this](const std::stop_token& stopping) { run(stopping); });
}

void Rounds::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Rounds::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Rounds::run(const std::stop_token& stopping) {
  auto due = std::chrono::steady_clock::now();
  while (!stopping.stop_requested()) {
    const bool in_time = std::chrono::steady_clock::now() >= due;
    if (in_time) due = std::chrono::steady_clock::now() + interval_;
    work_(in_time ? Why::kTime : Why::kWoken);
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stopping, due, [this] { return woken_; });
    woken_ = false;
  }
}

}  // namespace pintle::server
