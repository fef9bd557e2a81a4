#include "load/event_loop.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace pintle::load {
namespace {

constexpr int kBatchEvents = 256;
constexpr std::chrono::milliseconds kPollMax{100};

uint32_t events_of(EventLoop::Wait wait) { return wait == EventLoop::Wait::kRead ? EPOLLIN : EPOLLIN | EPOLLOUT; }

}  // namespace

EventLoop::EventLoop() : epoll_(epoll_create1(EPOLL_CLOEXEC)) { PINTLE_CHECK(epoll_ >= 0); }

EventLoop::~EventLoop() { close(epoll_); }

void EventLoop::add(int descriptor, Source& source) {
  epoll_event event{.events = EPOLLIN, .data = {.ptr = &source}};
  PINTLE_CHECK(epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0);
}

void EventLoop::wait_for(int descriptor, Source& source, Wait wait) {
  epoll_event event{.events = events_of(wait), .data = {.ptr = &source}};
  PINTLE_CHECK(epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) == 0);
}

void EventLoop::remove(int descriptor, Source& source) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
  std::erase(to_flush_, &source);
  std::ranges::replace(ready_, &source, nullptr);
}

void EventLoop::flush_all() {
  while (!to_flush_.empty()) {
    Source* source = to_flush_.back();
    to_flush_.pop_back();
    source->flush();
  }
}

void EventLoop::run_timers() {
  while (!timers_.empty() && timers_.begin()->first <= Clock::now()) {
    const auto call = std::move(timers_.extract(timers_.begin()).mapped());
    call();
  }
}

void EventLoop::poll(Time deadline) {
  const Time until = timers_.empty() ? deadline : std::min(deadline, timers_.begin()->first);
  const auto wait = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()), std::chrono::milliseconds{0}, kPollMax);
  std::array<epoll_event, kBatchEvents> events;
  const int count = epoll_wait(epoll_, events.data(), kBatchEvents, static_cast<int>(wait.count()));
  ready_.clear();
  for (int i = 0; i < count; ++i) ready_.push_back(static_cast<Source*>(events[i].data.ptr));
  for (size_t i = 0; i < ready_.size(); ++i) {
    if (ready_[i] != nullptr) ready_[i]->ready();
  }
  ready_.clear();
}

bool EventLoop::run_until(const std::function<bool()>& done, Time deadline) {
  for (;;) {
    run_timers();
    flush_all();
    if (done()) return true;
    if (Clock::now() >= deadline) return false;
    poll(deadline);
  }
}

void EventLoop::run_for(Duration duration) {
  run_until([] { return false; }, Clock::now() + duration);
}

}  // namespace pintle::load
