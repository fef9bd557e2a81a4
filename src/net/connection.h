// Connection: a socket, its transport and its session, driven by readiness.
//
// Each turn (readable, writable, woken) reads what there is up to a bound, feeds the session, then writes what the session gives
// until the socket is full or a bound is reached. It belongs to one loop, keeps itself alive until it is closed, and is listed in
// its worker meanwhile.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "net/http.h"
#include "net/io_loop.h"
#include "net/session.h"
#include "net/tls_context.h"
#include "net/transport.h"
#include "net/wire.h"

namespace pintle::net {

class Worker;

class Connection final : public SessionHost, private SocketWatcher, public std::enable_shared_from_this<Connection> {
 public:
  // Takes the descriptor. `tls` null: plain.
  static void open(std::shared_ptr<Worker> worker, std::shared_ptr<const TlsContext> tls, int descriptor, Peer peer);
  Connection(std::shared_ptr<Worker> worker, std::shared_ptr<const TlsContext> tls, int descriptor, Peer peer);
  ~Connection();

  // Ends when its requests are answered and its streams have ended.
  void stop();
  // Ends now.
  void close();

  // SessionHost
  const std::shared_ptr<Worker>& worker() const override { return worker_; }
  const std::shared_ptr<const Peer>& peer() const override { return peer_; }
  void wake() override;
  void set_deadline(std::optional<std::chrono::milliseconds> time) override;
  void upgrade(std::unique_ptr<Session> session, std::string_view input) override;

 private:
  enum class Phase { kHandshake, kPreface, kOpen, kLingering, kClosed };
  using Steady = std::chrono::steady_clock;

  void on_readable() override;
  void on_writable() override;
  void turn();
  void read();
  void take_input(std::string_view bytes);
  void take_end();
  void handshake();
  void read_preface(std::string_view bytes);
  void start_session(Protocol protocol);
  void write();
  void write_records();
  bool wants_input() const;
  void settle();
  void linger();
  void discard_input();
  void arm_timer(Steady::duration delay);
  void on_timer();
  void expire();

  std::shared_ptr<Worker> worker_;
  std::shared_ptr<const Peer> peer_;
  std::shared_ptr<Connection> self_;  // until closed
  Wire wire_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Session> next_session_;
  std::string next_input_;
  std::unique_ptr<SocketWatch> watch_;
  std::unique_ptr<Loop::Timer> timer_;
  Steady::time_point timer_at_;
  std::optional<Steady::time_point> deadline_;
  Phase phase_ = Phase::kHandshake;
  bool broken_ = false;         // close at the end of the turn
  bool ended_ = false;          // the client sends no more
  bool readable_ = false;       // the socket or the transport may hold input
  bool busy_ = false;           // inside turn()
  bool woken_ = false;          // a turn is posted
  bool more_to_write_ = false;  // the bound of this turn was reached
};

}  // namespace pintle::net
