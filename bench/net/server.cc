// A server to be measured: GET /<n> answers n bytes in one range, /gather/<n> in ranges of 4 KiB, /stream/<n> in a stream of them,
// /watch with a stream of what GET /publish/<n> gives to all of them that are on its loop. Arguments: port, threads, and, for TLS, the
// PEM files of certificate and key.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "net/server.h"

namespace pintle::net {
namespace {

std::string contents(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

constexpr size_t kRangeBytes = 4096;
const Bytes kRange = Bytes::take(std::string(kRangeBytes, 'x'));

std::vector<Bytes> ranges(size_t size) {
  std::vector<Bytes> pieces(size / kRangeBytes, kRange);
  if (size % kRangeBytes) pieces.push_back(kRange.slice(0, size % kRangeBytes));
  return pieces;
}

class Ranges final : public BodyStream {
 public:
  explicit Ranges(size_t size) : left_(size) {}
  Task<std::vector<Bytes>> next() override {
    size_t part = std::min(left_, kRangeBytes);
    left_ -= part;
    co_return ranges(part);
  }
  void cancel() override {}

 private:
  size_t left_;
};

// Gives what is published on its loop.
class Watch final : public BodyStream {
 public:
  Watch() { all().insert(this); }
  ~Watch() override { all().erase(this); }
  Task<std::vector<Bytes>> next() override {
    if (events_.empty() && !cancelled_) co_await Wait{*this};
    co_return std::exchange(events_, {});
  }
  void cancel() override {
    cancelled_ = true;
    wake();
  }
  static void publish(const Bytes& event) {
    for (Watch* watch : all()) {
      watch->events_.push_back(event);
      watch->wake();
    }
  }

 private:
  struct Wait {
    Watch& watch;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle) { watch.waiter_ = handle; }
    void await_resume() const {}
  };
  static std::set<Watch*>& all() {
    static thread_local std::set<Watch*> all;
    return all;
  }
  void wake() {
    if (waiter_) std::exchange(waiter_, nullptr).resume();
  }
  std::vector<Bytes> events_;
  std::coroutine_handle<> waiter_;
  bool cancelled_ = false;
};

size_t number(std::string_view text) {
  size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Task<Response> answer(Request& request) {
  Response response;
  response.headers.add("content-type", "application/json");
  response.headers.add("cache-control", "no-cache, private");
  std::string_view path = request.path;
  if (path.starts_with("/gather/")) {
    response.body = ranges(number(path.substr(8)));
  } else if (path.starts_with("/stream/")) {
    response.body = std::unique_ptr<BodyStream>(new Ranges(number(path.substr(8))));
  } else if (path == "/watch") {
    response.body = std::unique_ptr<BodyStream>(new Watch);
  } else if (path.starts_with("/publish/")) {
    Watch::publish(Bytes::take(std::string(number(path.substr(9)), 'e')));
  } else if (request.method == "POST") {
    auto body = co_await request.body->read_all(3 << 20);
    if (!body) response.status = body.error().code();
    response.body = Bytes::take(std::to_string(body ? body->size() : 0) + "\n");
  } else {
    static const Bytes whole = Bytes::take(std::string(1 << 20, 'x'));
    response.body = whole.slice(0, std::min(number(path.substr(1)), whole.size()));
  }
  co_return response;
}

int serve(int count, char** arguments) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ServerOptions options{.port = static_cast<uint16_t>(count > 1 ? std::atoi(arguments[1]) : 0)};
  auto loops = LoopPool::start(count > 2 ? static_cast<size_t>(std::atoi(arguments[2])) : 0);
  if (count > 4) options.tls = TlsOptions{.certificate_pem = contents(arguments[3]), .private_key_pem = contents(arguments[4])};
  auto server = Server::start(options, *loops, answer);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message().c_str());
    return 1;
  }
  std::printf("listening on port %d\n", (*server)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  auto begin = std::chrono::steady_clock::now();
  size_t cut_off = (*server)->stop(std::chrono::seconds(5));
  std::printf("stopped in %ld ms, %zu requests cut off\n",
              static_cast<long>((std::chrono::steady_clock::now() - begin) / std::chrono::milliseconds(1)), cut_off);
  return 0;
}

}  // namespace
}  // namespace pintle::net

int main(int count, char** arguments) { return pintle::net::serve(count, arguments); }
