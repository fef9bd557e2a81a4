#include "net/client.h"

#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/check.h"
#include "net/client_call.h"
#include "net/io_loop.h"

namespace pintle::net {
namespace {

Status stopped() { return client_fault(ClientFault::kCancelled, "the client is stopped"); }

template <class Job>
void run_on(Loop& loop, Job job) {
  std::promise<void> done;
  loop.post([&] {
    job();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace

std::string default_user_agent(std::string_view program, std::string_view version, std::string_view commit) {
#if defined(__aarch64__)
  constexpr std::string_view kMachine = "arm64";
#else
  constexpr std::string_view kMachine = "amd64";
#endif
  const std::string_view build = commit.empty() ? "unknown" : commit.substr(0, 7);
  return std::string(program) + "/" + std::string(version.substr(0, version.find('-'))) + " (linux/" + std::string(kMachine) +
         ") kubernetes/" + std::string(build);
}

// What the loops have in common.
class HttpClient::Core {
 public:
  explicit Core(Options options) : user_agent_(std::move(options.user_agent)), resolver_(std::move(options.resolver)) {
    if (!resolver_) resolver_ = std::make_unique<SystemResolver>();
  }

  // Any thread. The answer comes on the loop that runs the call.
  std::shared_ptr<ClientCall> start(ClientRequest request, ClientCall::Done done) {
    ClientLoop* part = part_for(dynamic_cast<IoLoop*>(Loop::current()));
    if (!part) {
      done(fail(stopped()));
      return nullptr;
    }
    auto call = std::make_shared<ClientCall>(*part, std::move(request), std::move(done));
    if (&part->loop == Loop::current()) {
      ClientCall::start(call);
    } else {
      part->loop.post([call] { ClientCall::start(call); });
    }
    return call;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(stopped_, true)) return;
    }
    for (auto& [loop, part] : parts_) {
      run_on(*loop, [&part = *part] {
        part.stopping = true;
        for (const auto& call : std::set(part.calls)) call->abort(stopped());
        part.pool.clear();
      });
    }
    resolver_.reset();  // whom it still answers is aborted already
    for (auto& [loop, part] : parts_) run_on(*loop, [] {});
    if (own_loop_) own_loop_->stop();
    if (own_thread_.joinable()) own_thread_.join();
    parts_.clear();
    own_loop_.reset();
  }

 private:
  ClientLoop* part_for(IoLoop* loop) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return nullptr;
    if (!loop) loop = own_loop();
    auto& part = parts_[loop];
    if (!part) part = std::make_unique<ClientLoop>(*loop, *resolver_, machine_tls_, user_agent_);
    return part.get();
  }

  IoLoop* own_loop() {
    if (own_loop_) return own_loop_.get();
    own_loop_ = IoLoop::create();
    own_thread_ = std::thread([loop = own_loop_.get()] {
      pthread_setname_np(pthread_self(), "http-client");
      loop->run();
    });
    return own_loop_.get();
  }

  const std::string user_agent_;
  std::unique_ptr<Resolver> resolver_;
  MachineTls machine_tls_;
  std::mutex mutex_;
  bool stopped_ = false;                                  // guarded by mutex_
  std::map<IoLoop*, std::unique_ptr<ClientLoop>> parts_;  // guarded by mutex_ until stopped; each belongs to its loop
  std::unique_ptr<IoLoop> own_loop_;                      // guarded by mutex_: for callers without an I/O loop
  std::thread own_thread_;
};

// Waits on the caller's loop for a call that may run on another.
class HttpClient::Answer {
 public:
  Answer(Core& core, ClientRequest request, Loop& caller)
      : core_(core), request_(std::move(request)), shared_(std::make_shared<Shared>(&caller)) {}
  ~Answer() {
    const bool waited_for = shared_->give_up();
    if (call_ && waited_for) ClientCall::cancel(std::move(call_));
  }
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    shared_->awaiter = awaiter;
    call_ = core_.start(std::move(request_), [shared = shared_](Result<ClientResponse> result) { shared->deliver(std::move(result)); });
  }
  Result<ClientResponse> await_resume() { return *std::move(shared_->result); }

 private:
  struct Shared : std::enable_shared_from_this<Shared> {
    explicit Shared(Loop* caller) : caller(caller) {}

    // On the call's loop. The caller's is not touched once the caller has given up.
    void deliver(Result<ClientResponse> answer) {
      const std::lock_guard lock(mutex);
      if (!caller) return;
      result.emplace(std::move(answer));
      caller->post([self = shared_from_this()] {
        if (self->awaiter) std::exchange(self->awaiter, nullptr).resume();
      });
    }
    // On the caller's loop. True when there is no answer yet.
    bool give_up() {
      const std::lock_guard lock(mutex);
      awaiter = nullptr;
      caller = nullptr;
      return !result;
    }

    std::mutex mutex;
    Loop* caller;                                  // guarded by mutex
    std::optional<Result<ClientResponse>> result;  // guarded by mutex until it is posted
    std::coroutine_handle<> awaiter;               // on the caller's loop
  };
  Core& core_;
  ClientRequest request_;
  std::shared_ptr<Shared> shared_;
  std::shared_ptr<ClientCall> call_;
};

HttpClient::HttpClient(Options options) : core_(std::make_shared<Core>(std::move(options))) {}
HttpClient::~HttpClient() { stop(); }

Task<Result<ClientResponse>> HttpClient::send(ClientRequest request) {
  PINTLE_CHECK(Loop::current());
  co_return co_await Answer(*core_, std::move(request), *Loop::current());
}

Result<ClientResponse> HttpClient::send_blocking(ClientRequest request) {
  PINTLE_CHECK(!Loop::current());
  std::promise<Result<ClientResponse>> answered;
  core_->start(std::move(request), [&](Result<ClientResponse> result) { answered.set_value(std::move(result)); });
  return answered.get_future().get();
}

void HttpClient::stop() { core_->stop(); }

}  // namespace pintle::net
