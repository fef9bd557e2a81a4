#include "net/client_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <utility>

#include "net/client_limits.h"
#include "net/client_url.h"
#include "net/limits.h"

namespace pintle::net {
namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

SocketAddress socket_address(const ClientPeer& peer) {
  SocketAddress made;
  if (peer.address.is_v4()) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&made.storage);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(peer.port);
    std::memcpy(&v4->sin_addr, peer.address.bytes().data(), sizeof v4->sin_addr);
    made.size = sizeof *v4;
  } else {
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&made.storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(peer.port);
    std::memcpy(&v6->sin6_addr, peer.address.bytes().data(), sizeof v6->sin6_addr);
    made.size = sizeof *v6;
  }
  return made;
}

std::string text_of(const ClientPeer& peer) { return join_host_port(peer.address.to_string(), peer.port); }

std::string local_text(int descriptor) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return "?";
  char text[INET6_ADDRSTRLEN] = "";
  if (storage.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    return join_host_port(text, ntohs(v4.sin_port));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
  inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  return join_host_port(text, ntohs(v6.sin6_port));
}

// As Go writes an errno: "connection refused".
std::string words_of(int error) {
  std::string text = std::strerror(error);
  text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

Status dial_fault(const ClientPeer& peer, std::string_view why) {
  return client_fault(ClientFault::kDial, "dial tcp " + text_of(peer) + ": " + std::string(why));
}

void prepare(int descriptor) {
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &kTcpKeepAliveSeconds, sizeof kTcpKeepAliveSeconds);
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &kTcpKeepAliveSeconds, sizeof kTcpKeepAliveSeconds);
}

}  // namespace

ClientConnection::ClientConnection(IoLoop& loop, int descriptor, ClientPeer peer)
    : peer_(peer), wire_(descriptor), watch_(loop.watch(descriptor, *this)) {}
ClientConnection::~ClientConnection() {
  if (transport_) transport_->send_end();
}

Task<Result<std::unique_ptr<ClientConnection>>> ClientConnection::open(IoLoop& loop, Activity& activity, ClientPeer peer,
                                                                       std::shared_ptr<const ClientTls> tls, std::string host,
                                                                       std::chrono::milliseconds dial_time) {
  const int descriptor = socket(peer.address.is_v4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) co_return fail(dial_fault(peer, "socket: " + words_of(errno)));
  prepare(descriptor);
  auto connection = std::make_unique<ClientConnection>(loop, descriptor, peer);
  connection->attach(activity);
  PINTLE_CO_TRY_VOID(co_await connection->connect(dial_time));
  connection->transport_ =
      tls ? make_tls_client_transport(std::move(tls), host, connection->wire_) : make_plain_client_transport(connection->wire_);
  if (!connection->transport_) co_return fail(client_fault(ClientFault::kTls, "tls: out of memory"));
  PINTLE_CO_TRY_VOID(co_await connection->handshake());
  co_return connection;
}

Task<Result<void>> ClientConnection::connect(std::chrono::milliseconds dial_time) {
  const SocketAddress to = socket_address(peer_);
  if (::connect(wire_.descriptor(), reinterpret_cast<const sockaddr*>(&to.storage), to.size) == 0) co_return Result<void>();
  if (errno != EINPROGRESS) co_return fail(dial_fault(peer_, "connect: " + words_of(errno)));
  activity_->begin_step(dial_time);
  while (true) {
    watch_->wait_writable();
    co_await activity_->event();
    if (activity_->aborted()) co_return fail(*activity_->aborted());
    if (activity_->step_expired()) co_return fail(client_fault(ClientFault::kTimeout, "dial tcp " + text_of(peer_) + ": i/o timeout"));
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(wire_.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) co_return fail(dial_fault(peer_, "connect: " + words_of(error)));
    sockaddr_storage connected{};
    socklen_t connected_size = sizeof connected;
    if (getpeername(wire_.descriptor(), reinterpret_cast<sockaddr*>(&connected), &connected_size) == 0) break;
  }
  activity_->end_step();
  co_return Result<void>();
}

Task<Result<void>> ClientConnection::handshake() {
  activity_->begin_step(kTlsHandshakeTimeout);
  while (true) {
    const auto state = transport_->handshake();
    if (!wire_.flush()) co_return fail(broken("write"));
    if (state == ClientTransport::Handshake::kDone) break;
    if (state == ClientTransport::Handshake::kFailed) {
      if (!transport_->fault().empty()) co_return fail(client_fault(ClientFault::kTls, transport_->fault()));
      co_return fail(client_fault(ClientFault::kEnd, "EOF"));
    }
    wait();
    co_await activity_->event();
    if (activity_->aborted()) co_return fail(*activity_->aborted());
    if (activity_->step_expired()) co_return fail(client_fault(ClientFault::kTimeout, "net/http: TLS handshake timeout"));
  }
  activity_->end_step();
  co_return Result<void>();
}

Status ClientConnection::broken(std::string_view operation) const {
  if (transport_ && !transport_->fault().empty()) return client_fault(ClientFault::kTls, transport_->fault());
  const std::string word(operation);
  return client_fault(ClientFault::kReset,
                      word + " tcp " + local_text(wire_.descriptor()) + "->" + text_of(peer_) + ": " + word + ": connection reset by peer");
}

Result<void> ClientConnection::send(std::string_view bytes) {
  if (!transport_->send(bytes)) return fail(broken("write"));
  return {};
}

Result<void> ClientConnection::flush() {
  if (!wire_.flush()) return fail(broken("write"));
  return {};
}

Result<ptrdiff_t> ClientConnection::receive(char* out, size_t size) {
  const ptrdiff_t n = transport_->receive(out, size);
  if (n == Wire::kBroken) return fail(broken("read"));
  return n;
}

void ClientConnection::wait() {
  watch_->wait_readable();
  if (wire_.blocked()) watch_->wait_writable();
}

void ClientConnection::rest(std::function<void()> on_readable) {
  activity_ = nullptr;
  on_readable_at_rest_ = std::move(on_readable);
  watch_->wait_readable();
}

// What may come while nobody asks is a TLS session ticket; anything else is the end.
bool ClientConnection::still_good() {
  char byte;
  return !wire_.blocked() && transport_->receive(&byte, 1) == Wire::kNothing;
}

void ClientConnection::on_readable() {
  if (activity_) return activity_->notify();
  if (!on_readable_at_rest_) return;
  if (still_good()) return watch_->wait_readable();
  std::exchange(on_readable_at_rest_, nullptr)();  // may destroy this
}

void ClientConnection::on_writable() {
  if (activity_) activity_->notify();
}

}  // namespace pintle::net
