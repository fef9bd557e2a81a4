#include "net/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include "base/check.h"
#include "net/connection.h"
#include "net/listener.h"
#include "net/worker.h"

namespace pintle::net {
namespace {

Peer peer_of(const sockaddr_storage& storage) {
  char text[INET6_ADDRSTRLEN] = "";
  Peer peer;
  if (storage.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    peer.address = inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    peer.port = ntohs(v4.sin_port);
    return peer;
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    peer.address = inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text, sizeof text);
  } else {
    peer.address = inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  }
  peer.port = ntohs(v6.sin6_port);
  return peer;
}

void prepare(int descriptor) {
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &kTcpKeepAliveSeconds, sizeof kTcpKeepAliveSeconds);
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &kTcpKeepAliveSeconds, sizeof kTcpKeepAliveSeconds);
  setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kKernelUnsentBytes, sizeof kKernelUnsentBytes);
}

// Runs `job` on `loop` and waits for its end.
template <class Job>
void run_on(Loop& loop, Job job) {
  std::promise<void> done;
  loop.post([&] {
    job();
    done.set_value();
  });
  done.get_future().wait();
}

class TcpServer final : public Server, private SocketWatcher {
 public:
  TcpServer(ServerOptions options, LoopPool& loops, const Handler& handler) : options_(std::move(options)), loops_(loops) {
    for (size_t i = 0; i < loops.size(); ++i) workers_.push_back(std::make_shared<Worker>(loops.at(i), options_, handler));
  }
  ~TcpServer() override {
    if (!stopped_) stop(std::chrono::milliseconds(0));
  }

  Result<void> begin(const std::optional<TlsOptions>& tls);
  uint16_t port() const override { return port_; }
  Result<void> set_certificate(const TlsOptions& tls) override;
  size_t stop(std::chrono::milliseconds grace) override;

 private:
  void on_readable() override;
  void on_writable() override {}
  bool accept_one();
  void hand_out(int descriptor, Peer peer);
  std::shared_ptr<const TlsContext> tls();
  void stop_worker(Worker& worker);
  void note_left(size_t index);

  const ServerOptions options_;
  LoopPool& loops_;
  std::vector<std::shared_ptr<Worker>> workers_;
  uint16_t port_ = 0;
  bool stopped_ = false;
  // On the first loop.
  std::unique_ptr<SocketWatch> listener_;
  std::unique_ptr<Loop::Timer> pause_;

  std::mutex mutex_;
  std::shared_ptr<const TlsContext> tls_;  // guarded by mutex_
  std::vector<size_t> left_;               // guarded by mutex_: connections and exchanges of each worker, while stopping
  std::condition_variable left_changed_;
};

Result<void> TcpServer::begin(const std::optional<TlsOptions>& tls) {
  if (tls) PINTLE_TRY_VOID(set_certificate(*tls));
  PINTLE_TRY(ListeningSocket listening, listen_on(options_));
  port_ = listening.port;
  run_on(loops_.at(0), [this, listening] {
    listener_ = loops_.at(0).watch(listening.descriptor, *this);
    listener_->wait_readable();
  });
  return {};
}

Result<void> TcpServer::set_certificate(const TlsOptions& tls) {
  PINTLE_TRY(auto context, TlsContext::create(tls, options_.http2));
  std::lock_guard lock(mutex_);
  tls_ = std::move(context);
  return {};
}

std::shared_ptr<const TlsContext> TcpServer::tls() {
  std::lock_guard lock(mutex_);
  return tls_;
}

void TcpServer::on_readable() {
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    if (!accept_one()) break;
  }
  if (!pause_) listener_->wait_readable();
}

// False when there is nobody to accept now.
bool TcpServer::accept_one() {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  int descriptor = accept4(listener_->descriptor(), reinterpret_cast<sockaddr*>(&storage), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor >= 0) {
    prepare(descriptor);
    hand_out(descriptor, peer_of(storage));
    return true;
  }
  if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
  if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return true;  // that client's connection only
  pause_ = loops_.at(0).after(kAcceptPause, [this] {
    auto fired = std::move(pause_);
    on_readable();
  });
  return false;
}

void TcpServer::hand_out(int descriptor, Peer peer) {
  auto least = std::min_element(workers_.begin(), workers_.end(),
                                [](const auto& a, const auto& b) { return a->connection_count.load() < b->connection_count.load(); });
  auto worker = *least;
  ++worker->connection_count;  // until the worker counts by itself, so that a burst is spread
  worker->loop.post([worker, tls = tls(), descriptor, peer = std::move(peer)]() mutable {
    if (worker->stopping) {
      close(descriptor);
      return;
    }
    Connection::open(std::move(worker), std::move(tls), descriptor, std::move(peer));
  });
}

void TcpServer::stop_worker(Worker& worker) {
  worker.stopping = true;
  std::vector<std::shared_ptr<Connection>> connections;
  for (Connection* connection : worker.connections) connections.push_back(connection->shared_from_this());
  for (auto& connection : connections) connection->stop();
  worker.on_change();
}

void TcpServer::note_left(size_t index) {
  std::lock_guard lock(mutex_);
  left_[index] = workers_[index]->connections.size() + workers_[index]->exchanges;
  left_changed_.notify_all();
}

size_t TcpServer::stop(std::chrono::milliseconds grace) {
  PINTLE_CHECK(!Loop::current());
  if (std::exchange(stopped_, true)) return 0;
  auto deadline = std::chrono::steady_clock::now() + grace;
  run_on(loops_.at(0), [this] {
    listener_.reset();
    pause_.reset();
  });
  left_.assign(workers_.size(), 1);
  for (size_t i = 0; i < workers_.size(); ++i) {
    run_on(workers_[i]->loop, [this, i] {
      workers_[i]->on_change = [this, i] { note_left(i); };
      stop_worker(*workers_[i]);
    });
  }
  {
    std::unique_lock lock(mutex_);
    left_changed_.wait_until(lock, deadline, [this] { return std::all_of(left_.begin(), left_.end(), [](size_t n) { return n == 0; }); });
  }
  size_t cut_off = 0;
  for (auto& worker : workers_) {
    run_on(worker->loop, [&] {
      cut_off += worker->exchanges;
      worker->on_change = [] {};
      worker->deadlines.stop();
      std::vector<std::shared_ptr<Connection>> connections;
      for (Connection* connection : worker->connections) connections.push_back(connection->shared_from_this());
      for (auto& connection : connections) connection->close();
    });
  }
  return cut_off;
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, LoopPool& loops, Handler handler) {
  auto tls = std::exchange(options.tls, std::nullopt);  // the key is not kept
  auto server = std::make_unique<TcpServer>(std::move(options), loops, handler);
  PINTLE_TRY_VOID(server->begin(tls));
  return server;
}

}  // namespace pintle::net
