#include "net/client_call.h"

#include <utility>

#include "net/client_exchange.h"
#include "net/client_limits.h"

namespace pintle::net {
void ClientCall::start(std::shared_ptr<ClientCall> call) { spawn(run(std::move(call))); }

void ClientCall::cancel(std::shared_ptr<ClientCall> call) {
  Loop& loop = call->part_.loop;
  loop.post([call = std::move(call)] { call->abort(client_fault(ClientFault::kCancelled, "context canceled")); });
}

Task<void> ClientCall::run(std::shared_ptr<ClientCall> call) {
  ClientCall& self = *call;
  if (self.part_.stopping) self.activity_.abort(client_fault(ClientFault::kCancelled, "the client is stopped"));
  self.part_.calls.insert(call);
  if (self.request_.timeout.count() > 0)
    self.activity_.set_deadline(self.request_.timeout, client_fault(ClientFault::kTimeout, "context deadline exceeded"));
  Result<ClientResponse> result = co_await self.perform();
  self.activity_.finish();
  self.part_.calls.erase(call);
  if (!result) result = fail(with_url(result.error(), self.request_.method, self.request_.url));
  std::exchange(self.done_, nullptr)(std::move(result));
}

bool ClientCall::repeatable() const {
  if (request_.repeatable) return *request_.repeatable;
  return request_.method == "GET" || request_.method == "HEAD" || request_.method == "OPTIONS";
}

Task<Result<ClientResponse>> ClientCall::perform() {
  PINTLE_CO_TRY(const ClientUrl url, ClientUrl::parse(request_.url));
  ClientPool::Key key{
      .tls = nullptr, .host = url.host, .dialed = request_.dial.empty() ? join_host_port(url.host, url.port) : request_.dial};
  if (url.tls) {
    key.tls = request_.tls;
    if (!key.tls) {
      PINTLE_CO_TRY(key.tls, part_.machine_tls.get());
    }
  }
  while (true) {
    if (activity_.aborted()) co_return fail(*activity_.aborted());
    auto connection = part_.pool.take(key, request_.allows);
    const bool kept = connection != nullptr;
    if (!kept) {
      PINTLE_CO_TRY(connection, co_await dial(url, key));
    }
    bool answered = false;
    Result<ClientResponse> result = co_await attempt(url, key, std::move(connection), answered);
    const bool again = !result && kept && !answered && repeatable() && !activity_.aborted();
    if (!again) co_return result;
  }
}

Task<Result<ClientResponse>> ClientCall::attempt(const ClientUrl& url, const ClientPool::Key& key,
                                                 std::unique_ptr<ClientConnection> connection, bool& answered) {
  connection->attach(activity_);
  ClientExchange exchange(*connection, activity_, request_, url, part_.user_agent);
  Result<void> done = co_await exchange.to_head();
  if (done) done = co_await exchange.to_end();
  answered = exchange.answered();
  if (!done) co_return fail(done.error());
  if (exchange.reusable() && !part_.stopping) part_.pool.put(key, std::move(connection));
  co_return std::move(exchange.response());
}

Task<Result<std::unique_ptr<ClientConnection>>> ClientCall::dial(const ClientUrl& url, const ClientPool::Key& key) {
  PINTLE_CO_TRY(const HostPort place, HostPort::parse(key.dialed, url.port));
  PINTLE_CO_TRY(std::vector<IpAddress> addresses, co_await lookup(place.host));
  if (request_.allows) {
    std::erase_if(addresses, [&](const IpAddress& address) { return !request_.allows(address); });
    if (addresses.empty()) co_return fail(client_fault(ClientFault::kForbidden, "dial tcp " + key.dialed + ": address not allowed"));
  }
  std::optional<Status> first_fault;
  for (size_t i = 0; i < addresses.size(); ++i) {
    const auto time = std::max(kDialTimeoutMin, kDialTimeout / static_cast<int>(addresses.size()));
    auto connection = co_await ClientConnection::open(part_.loop, activity_, {addresses[i], place.port}, key.tls, url.host, time);
    if (connection) co_return connection;
    if (!first_fault) first_fault = connection.error();
    const ClientFault fault = fault_of(connection.error());
    if (activity_.aborted() || (fault != ClientFault::kDial && fault != ClientFault::kTimeout)) co_return connection;
  }
  co_return fail(*first_fault);
}

Task<Result<std::vector<IpAddress>>> ClientCall::lookup(std::string host) {
  if (auto address = IpAddress::parse(host)) co_return std::vector{*address};
  struct Found {
    std::optional<Resolver::Addresses> addresses;
    Activity* activity;  // null once the call does not wait any more
  };
  auto found = std::make_shared<Found>(Found{.addresses = std::nullopt, .activity = &activity_});
  part_.resolver.lookup(host, [found, &loop = part_.loop](Resolver::Addresses addresses) {
    loop.post([found, addresses = std::move(addresses)]() mutable {
      found->addresses.emplace(std::move(addresses));
      if (found->activity) found->activity->notify();
    });
  });
  while (!found->addresses && !activity_.aborted()) co_await activity_.event();
  found->activity = nullptr;
  if (!found->addresses) co_return fail(*activity_.aborted());
  if (found->addresses->has_value()) co_return **std::move(found->addresses);
  co_return fail(client_fault(ClientFault::kLookup, "dial tcp: " + found->addresses->error().message()));
}

}  // namespace pintle::net
