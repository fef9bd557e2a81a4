// ClientCall: one call of the client from its request to its answer, on one I/O loop: a kept connection or a new one, one exchange, and
// once more when the kept connection was closed meanwhile.
//
// Ownership: shared by its own coroutine and by who may cancel it. Thread: its loop, but for cancel().
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "net/activity.h"
#include "net/client.h"
#include "net/client_pool.h"
#include "net/client_url.h"
#include "net/resolver.h"

namespace pintle::net {

class ClientCall;

// The machine's authorities, for requests that bring none; read from the disk when they are first asked for. Any thread.
class MachineTls {
 public:
  Result<std::shared_ptr<const ClientTls>> get() {
    std::call_once(once_, [this] { made_.emplace(ClientTls::create({})); });
    return *made_;
  }

 private:
  std::once_flag once_;
  std::optional<Result<std::shared_ptr<const ClientTls>>> made_;
};

// What the calls of one loop share.
struct ClientLoop {
  ClientLoop(IoLoop& loop, Resolver& resolver, MachineTls& machine_tls, std::string user_agent)
      : loop(loop), resolver(resolver), machine_tls(machine_tls), user_agent(std::move(user_agent)), pool(loop) {}
  IoLoop& loop;
  Resolver& resolver;
  MachineTls& machine_tls;
  const std::string user_agent;
  ClientPool pool;
  std::set<std::shared_ptr<ClientCall>> calls;  // under way
  bool stopping = false;
};

class ClientCall {
 public:
  using Done = std::move_only_function<void(Result<ClientResponse>)>;
  ClientCall(ClientLoop& part, ClientRequest request, Done done)
      : part_(part), request_(std::move(request)), done_(std::move(done)), activity_(part.loop) {}

  // On the loop; `done` is called there once.
  static void start(std::shared_ptr<ClientCall> call);
  // On the loop.
  void abort(Status status) { activity_.abort(std::move(status)); }
  // Any thread, while the loop lives: nobody waits for the answer any more.
  static void cancel(std::shared_ptr<ClientCall> call);

 private:
  static Task<void> run(std::shared_ptr<ClientCall> call);
  Task<Result<ClientResponse>> perform();
  Task<Result<ClientResponse>> attempt(const ClientUrl& url, const ClientPool::Key& key, std::unique_ptr<ClientConnection> connection,
                                       bool& answered);
  Task<Result<std::unique_ptr<ClientConnection>>> dial(const ClientUrl& url, const ClientPool::Key& key);
  Task<Result<std::vector<IpAddress>>> lookup(std::string host);
  bool repeatable() const;

  ClientLoop& part_;
  const ClientRequest request_;
  Done done_;
  Activity activity_;
};

}  // namespace pintle::net
