// ClientConnection: one outgoing connection: socket, TLS, and who is told when it can go on.
//
//   PINTLE_CO_TRY(auto connection, co_await ClientConnection::open(loop, activity, {address, port}, tls, "webhook.example.com"));
//   connection->send(bytes); connection->receive(buffer, size);   // never wait
//   connection->wait(); co_await activity.event();                // until one of them may go on
//
// Between two calls it rests in the pool: nobody is told, and what the server sends is looked at when it is taken out again.
// Thread: its loop. Errors: client_fault, worded as Go words them.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "base/task.h"
#include "net/activity.h"
#include "net/client_fault.h"
#include "net/client_tls.h"
#include "net/client_transport.h"
#include "net/io_loop.h"
#include "net/wire.h"

namespace pintle::net {

struct ClientPeer {
  IpAddress address;
  uint16_t port = 0;
};

class ClientConnection final : private SocketWatcher {
 public:
  // `tls` null: plain. `host`: the name to verify. `dial_time` is for the connection alone; TLS has a limit of its own.
  static Task<Result<std::unique_ptr<ClientConnection>>> open(IoLoop& loop, Activity& activity, ClientPeer peer,
                                                              std::shared_ptr<const ClientTls> tls, std::string host,
                                                              std::chrono::milliseconds dial_time);
  ClientConnection(IoLoop& loop, int descriptor, ClientPeer peer);
  ~ClientConnection();

  const IpAddress& address() const { return peer_.address; }

  // Who is told from now on.
  void attach(Activity& activity) { activity_ = &activity; }
  // Nobody; `on_readable` is called once when the server sends something or ends the connection.
  void rest(std::function<void()> on_readable);
  // Of a connection that rests: nothing has come, and it can be used.
  bool still_good();

  // Takes all, up to what the Wire keeps; only when not blocked(). Errors: kReset.
  Result<void> send(std::string_view bytes);
  Result<void> flush();
  bool blocked() const { return wire_.blocked(); }
  // > 0: bytes; 0: the server sends no more; Wire::kNothing. Errors: kReset, kTls.
  Result<ptrdiff_t> receive(char* out, size_t size);
  // The activity is notified when the socket is readable, or, when something is blocked, writable.
  void wait();

 private:
  void on_readable() override;
  void on_writable() override;
  Task<Result<void>> connect(std::chrono::milliseconds dial_time);
  Task<Result<void>> handshake();
  Status broken(std::string_view operation) const;

  ClientPeer peer_;
  Wire wire_;
  std::unique_ptr<ClientTransport> transport_;
  std::unique_ptr<SocketWatch> watch_;
  Activity* activity_ = nullptr;
  std::function<void()> on_readable_at_rest_;
};

}  // namespace pintle::net
