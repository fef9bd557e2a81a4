#include "net/io_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <vector>

namespace pintle::net {
namespace {

namespace asio = boost::asio;
using Context = asio::io_context;
using Descriptor = asio::posix::basic_stream_descriptor<Context::executor_type>;
using SteadyTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Context::executor_type>;

// What Asio's handlers hold; `watcher` is null once the watch is gone.
struct WatchState {
  WatchState(Context& context, int descriptor, SocketWatcher& watcher)
      : descriptor(context.get_executor(), descriptor), watcher(&watcher) {}
  Descriptor descriptor;
  SocketWatcher* watcher;
  bool reading = false;
  bool writing = false;
};

class AsioWatch final : public SocketWatch {
 public:
  AsioWatch(Context& context, int descriptor, SocketWatcher& watcher)
      : state_(std::make_shared<WatchState>(context, descriptor, watcher)) {}
  ~AsioWatch() override {
    state_->watcher = nullptr;
    boost::system::error_code ignored;
    state_->descriptor.close(ignored);
  }

  int descriptor() const override { return state_->descriptor.native_handle(); }
  void wait_readable() override {
    if (std::exchange(state_->reading, true)) return;
    state_->descriptor.async_wait(Descriptor::wait_read, [state = state_](boost::system::error_code) {
      state->reading = false;
      if (state->watcher) state->watcher->on_readable();
    });
  }
  void wait_writable() override {
    if (std::exchange(state_->writing, true)) return;
    state_->descriptor.async_wait(Descriptor::wait_write, [state = state_](boost::system::error_code) {
      state->writing = false;
      if (state->watcher) state->watcher->on_writable();
    });
  }

 private:
  // Mutable through the copies that Asio's handlers hold: descriptor() is const, the handle is not kept twice.
  std::shared_ptr<WatchState> state_;
};

class AsioTimer final : public Loop::Timer {
 public:
  AsioTimer(Context& context, std::chrono::milliseconds delay, Loop::Job job)
      : timer_(context.get_executor(), delay), alive_(std::make_shared<bool>(true)) {
    // A timer that was destroyed after it expired has its handler queued already; `alive` tells.
    timer_.async_wait([job = std::move(job), alive = alive_](boost::system::error_code error) mutable {
      if (!error && *alive) job();
    });
  }
  ~AsioTimer() override { *alive_ = false; }

 private:
  SteadyTimer timer_;
  std::shared_ptr<bool> alive_;
};

class AsioLoop final : public IoLoop {
 public:
  ~AsioLoop() override { mailbox_.clear(); }

  void post(Job job) override {
    {
      std::lock_guard lock(mutex_);
      if (stopped_) return;
      mailbox_.push_back(std::move(job));
      if (std::exchange(woken_, true)) return;
    }
    asio::post(context_, [this] { run_mailbox(); });
  }

  std::unique_ptr<Timer> after(std::chrono::milliseconds delay, Job job) override {
    return std::make_unique<AsioTimer>(context_, delay, std::move(job));
  }
  std::unique_ptr<SocketWatch> watch(int descriptor, SocketWatcher& watcher) override {
    return std::make_unique<AsioWatch>(context_, descriptor, watcher);
  }

  void run() override {
    set_current(this);
    context_.run();
    set_current(nullptr);
    std::vector<Job> unrun;
    std::lock_guard lock(mutex_);
    stopped_ = true;
    unrun.swap(mailbox_);
  }
  void stop() override { context_.stop(); }

 private:
  void run_mailbox() {
    {
      std::lock_guard lock(mutex_);
      woken_ = false;
      running_.swap(mailbox_);
    }
    for (Job& job : running_) std::exchange(job, nullptr)();
    running_.clear();
  }

  Context context_{1};  // one thread runs it
  asio::executor_work_guard<Context::executor_type> work_{context_.get_executor()};
  std::vector<Job> running_;
  std::mutex mutex_;
  std::vector<Job> mailbox_;  // guarded by mutex_
  bool woken_ = false;        // guarded by mutex_: run_mailbox is on its way
  bool stopped_ = false;      // guarded by mutex_
};

}  // namespace

std::unique_ptr<IoLoop> IoLoop::create() { return std::make_unique<AsioLoop>(); }

}  // namespace pintle::net
