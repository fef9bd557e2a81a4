#include "net/connection.h"

#include <sys/socket.h>

#include <utility>

#include "net/http1_session.h"
#include "net/http2_session.h"
#include "net/limits.h"
#include "net/worker.h"

namespace pintle::net {
namespace {

constexpr std::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
// A linger of a server that stops: long enough for a client that closes when it is told.
constexpr std::chrono::milliseconds kStoppingLingerTimeout{50};

}  // namespace

void Connection::open(std::shared_ptr<Worker> worker, std::shared_ptr<const TlsContext> tls, int descriptor, Peer peer) {
  auto connection = std::make_shared<Connection>(std::move(worker), std::move(tls), descriptor, std::move(peer));
  connection->self_ = connection;
  connection->set_deadline(connection->worker_->options.timeouts.head);
  connection->readable_ = true;
  connection->turn();
}

Connection::Connection(std::shared_ptr<Worker> worker, std::shared_ptr<const TlsContext> tls, int descriptor, Peer peer)
    : worker_(std::move(worker)),
      peer_(std::make_shared<const Peer>(std::move(peer))),
      wire_(descriptor),
      transport_(tls ? make_tls_transport(std::move(tls), wire_) : make_plain_transport(wire_)),
      watch_(worker_->loop.watch(descriptor, *this)) {
  broken_ = !transport_;
  worker_->connections.insert(this);
  worker_->connection_count = worker_->connections.size();
}

Connection::~Connection() = default;

void Connection::on_readable() {
  readable_ = true;
  turn();
}

void Connection::on_writable() { turn(); }

void Connection::wake() {
  if (busy_ || phase_ == Phase::kClosed || std::exchange(woken_, true)) return;
  worker_->loop.post([self = shared_from_this()] {
    self->woken_ = false;
    self->turn();
  });
}

void Connection::turn() {
  if (phase_ == Phase::kClosed) return;
  auto self = shared_from_this();
  busy_ = true;
  if (!broken_ && !wire_.flush()) broken_ = true;
  if (!broken_) read();
  if (!broken_) write();
  busy_ = false;
  settle();
}

bool Connection::wants_input() const {
  if (ended_ || broken_) return false;
  return phase_ != Phase::kOpen || (session_->wants_input() && !next_session_);
}

void Connection::read() {
  if (phase_ == Phase::kLingering) return discard_input();
  if (readable_ && phase_ == Phase::kHandshake) handshake();
  std::string& buffer = worker_->input;
  buffer.resize(kRecordBytes);
  size_t budget = kReadBytesPerTurn;
  while (readable_ && budget > 0 && phase_ != Phase::kHandshake && wants_input()) {
    ptrdiff_t n = transport_->receive(buffer.data(), buffer.size());
    if (n > 0) {
      budget -= std::min(budget, static_cast<size_t>(n));
      take_input({buffer.data(), static_cast<size_t>(n)});
    } else {
      readable_ = false;
      if (n == 0) take_end();
      if (n == Wire::kBroken) broken_ = true;
    }
  }
}

void Connection::handshake() {
  switch (transport_->handshake()) {
    case Transport::Handshake::kPending:
      readable_ = false;
      return;
    case Transport::Handshake::kFailed:
      linger();
      return;
    case Transport::Handshake::kDone:
      break;
  }
  Peer peer = *peer_;
  transport_->describe(peer);
  peer_ = std::make_shared<const Peer>(std::move(peer));
  phase_ = Phase::kPreface;
  if (transport_->protocol() != Protocol::kUnknown) start_session(transport_->protocol());
}

void Connection::take_input(std::string_view bytes) {
  if (phase_ == Phase::kPreface) return read_preface(bytes);
  session_->receive(bytes);
}

// Plain connections: HTTP/2 with prior knowledge (RFC 9113 section 3.3) is told by its first bytes.
void Connection::read_preface(std::string_view bytes) {
  next_input_.append(bytes);
  size_t length = std::min(next_input_.size(), kHttp2Preface.size());
  bool matches = std::string_view(next_input_).substr(0, length) == kHttp2Preface.substr(0, length);
  if (matches && length < kHttp2Preface.size()) return;
  start_session(matches && worker_->options.http2 ? Protocol::kHttp2 : Protocol::kHttp1);
  session_->receive(std::exchange(next_input_, {}));
}

void Connection::start_session(Protocol protocol) {
  phase_ = Phase::kOpen;
  session_ = protocol == Protocol::kHttp2 ? make_http2_session(*this) : make_http1_session(*this);
  if (!session_) broken_ = true;
}

void Connection::take_end() {
  ended_ = true;
  if (phase_ == Phase::kOpen) {
    session_->receive_end();
  } else {
    broken_ = true;
  }
}

void Connection::write() {
  more_to_write_ = false;
  if (phase_ != Phase::kOpen) return;
  write_records();
  wire_.expect_more(false);
}

void Connection::write_records() {
  std::string& record = worker_->output;
  size_t budget = kWriteBytesPerTurn;
  const auto end_of_turn = Steady::now() + kWriteTimePerTurn;  // bytes that are costly to make
  while (!wire_.blocked()) {
    record.clear();
    session_->produce(record);
    if (record.empty() && next_session_) {
      session_ = std::move(next_session_);
      session_->receive(std::exchange(next_input_, {}));
      continue;
    }
    if (record.empty()) return;
    wire_.expect_more(record.size() > kRecordBytes / 2);  // a full record seldom comes alone
    if (!transport_->send(record)) {
      broken_ = true;
      return;
    }
    budget -= std::min(budget, record.size());
    if (budget == 0 || (record.size() > kRecordBytes / 2 && Steady::now() >= end_of_turn)) {
      more_to_write_ = true;
      return;
    }
  }
}

// What is to be waited for, after a turn.
void Connection::settle() {
  if (broken_) return close();
  if (wire_.blocked()) {
    watch_->wait_writable();
  } else if (phase_ == Phase::kOpen && session_->finished() && !more_to_write_) {
    transport_->send_end();
    linger();
    if (broken_) return close();
  }
  if (phase_ == Phase::kLingering && ended_ && !wire_.blocked()) return close();
  if (more_to_write_ && !wire_.blocked()) wake();
  if (!wants_input()) return;
  // Input that was left for the others' sake, or that the session has begun to want, is in the transport or in the socket.
  if (readable_) {
    wake();
  } else {
    watch_->wait_readable();
  }
}

void Connection::linger() {
  if (session_) session_->lost();
  phase_ = Phase::kLingering;
  if (ended_) return;
  if (!wire_.blocked()) ::shutdown(wire_.descriptor(), SHUT_WR);
  set_deadline(worker_->stopping ? kStoppingLingerTimeout : worker_->options.timeouts.linger);
}

void Connection::discard_input() {
  char buffer[4096];
  size_t budget = kReadBytesPerTurn;
  while (readable_ && budget > 0) {
    ptrdiff_t n = wire_.receive(buffer, sizeof buffer);
    if (n > 0) {
      budget -= std::min(budget, static_cast<size_t>(n));
    } else {
      readable_ = false;
      if (n == 0) ended_ = true;
      if (n == Wire::kBroken) broken_ = true;
    }
  }
}

void Connection::upgrade(std::unique_ptr<Session> session, std::string_view input) {
  next_session_ = std::move(session);
  next_input_.assign(input);
}

void Connection::stop() {
  if (phase_ == Phase::kHandshake || phase_ == Phase::kPreface) return close();
  if (phase_ == Phase::kLingering) return set_deadline(kStoppingLingerTimeout);
  if (phase_ != Phase::kOpen) return;
  auto self = shared_from_this();
  (next_session_ ? next_session_ : session_)->stop();
  wake();
}

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  auto self = std::exchange(self_, nullptr);
  if (phase_ == Phase::kOpen) {
    session_->lost();
    if (next_session_) next_session_->lost();
  }
  phase_ = Phase::kClosed;
  timer_.reset();
  watch_.reset();
  worker_->connection_ended(this);
}

void Connection::set_deadline(std::optional<std::chrono::milliseconds> time) {
  if (!time) {
    deadline_.reset();
    return;
  }
  deadline_ = Steady::now() + *time;
  // A timer that fires early looks again, so that moving a deadline away costs nothing.
  if (!timer_ || timer_at_ > *deadline_) arm_timer(*time);
}

void Connection::arm_timer(Steady::duration delay) {
  timer_at_ = Steady::now() + delay;
  timer_ = worker_->loop.after(std::chrono::ceil<std::chrono::milliseconds>(delay), [this] { on_timer(); });
}

void Connection::on_timer() {
  auto self = shared_from_this();
  auto fired = std::move(timer_);  // destroyed after its own job
  if (!deadline_) return;
  auto left = *deadline_ - Steady::now();
  if (left > Steady::duration::zero()) return arm_timer(left);
  deadline_.reset();
  expire();
}

void Connection::expire() {
  if (phase_ != Phase::kOpen) return close();
  session_->expire();
  turn();
}

}  // namespace pintle::net
