// Worker: what the connections of one loop share: the handler, the limits, scratch memory, the date, and the list of themselves.
//
// Owner: shared by the server and its connections. Thread: its loop, but for `connections`.
#pragma once

#include <atomic>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "net/deadlines.h"
#include "net/http.h"
#include "net/io_loop.h"
#include "net/server_options.h"

namespace pintle::net {

class Connection;

class Worker {
 public:
  Worker(IoLoop& loop, const ServerOptions& options, const Handler& handler)
      : loop(loop), options(options), handler(handler), deadlines(loop) {}

  // "Tue, 15 Nov 1994 08:12:31 GMT" (RFC 9110 section 5.6.7), good until the next call.
  std::string_view date();
  void exchange_ended();
  void connection_ended(Connection* connection);

  IoLoop& loop;
  const ServerOptions options;
  const Handler handler;
  std::unordered_set<Connection*> connections;
  std::atomic<size_t> connection_count = 0;  // for the acceptor's choice
  size_t exchanges = 0;                      // running, of all connections, those lost included
  bool stopping = false;
  Deadlines deadlines;              // of requests
  std::function<void()> on_change;  // while stopping: connections or exchanges have become fewer
  // For the length of one call only.
  std::string input;
  std::string output;

 private:
  std::time_t date_second_ = 0;
  std::string date_;
};

}  // namespace pintle::net
