// ClientPool: the outgoing connections of one loop that rest between two calls.
//
// Connections are kept per server and per ClientTls: what one identity opened is never used for another. The one used last is used
// first, so that the others reach kIdleConnectionTimeout and are closed. A server that closes a resting connection is noticed at once.
// Thread: its loop.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <string>

#include "net/client_connection.h"

namespace pintle::net {

class ClientPool {
 public:
  struct Key {
    std::shared_ptr<const ClientTls> tls;  // null: plain
    std::string host;                      // that was verified
    std::string dialed;                    // host and port that was connected to
    bool operator==(const Key&) const = default;
  };
  // Which of the addresses that a connection may have is a good one.
  using Allows = std::function<bool(const IpAddress&)>;

  explicit ClientPool(IoLoop& loop) : loop_(loop) {}

  // Null when there is none.
  std::unique_ptr<ClientConnection> take(const Key& key, const Allows& allows);
  void put(Key key, std::unique_ptr<ClientConnection> connection);
  void clear();
  size_t size() const { return idle_.size(); }

 private:
  struct Idle {
    Key key;
    std::unique_ptr<ClientConnection> connection;
    std::chrono::steady_clock::time_point since;
  };
  using Place = std::list<Idle>::iterator;
  void make_room(const Key& key);
  void close_old();
  void arm_timer();

  IoLoop& loop_;
  std::list<Idle> idle_;  // longest first
  std::unique_ptr<Loop::Timer> timer_;
};

}  // namespace pintle::net
