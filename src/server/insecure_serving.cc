#include "server/insecure_serving.h"

#include <utility>

#include "base/ip_address.h"
#include "base/log.h"
#include "net/client_url.h"

namespace pintle::server {
namespace {

constexpr std::chrono::milliseconds kStopGrace{100};

// Whoever asks.
class Everybody final : public auth::RequestAuthenticator {
 public:
  Task<Result<auth::Identity>> authenticate(const auth::Credentials&) const override { co_return auth::Identity{.user = user_}; }

 private:
  const auth::UserRef user_ = std::make_shared<const auth::User>(
      auth::User{.name = "system:unsecured", .groups = {std::string(auth::kMastersGroup), std::string(auth::kAuthenticatedGroup)}});
};

std::unique_ptr<auth::Authenticator> everybody() {
  std::vector<std::unique_ptr<auth::RequestAuthenticator>> parts;
  parts.push_back(std::make_unique<Everybody>());
  return std::make_unique<auth::Authenticator>(std::move(parts), auth::Anonymous{.allowed = false}, nullptr);
}

Task<net::Response> serve(const api::Chain& chain, net::Request& request, bool local_only) {
  if (local_only && !is_local_host(request.authority)) {
    co_return net::Response{.status = 403,
                            .body = Bytes::constant("The insecure port answers to localhost and to addresses only, not to other names.\n")};
  }
  co_return co_await chain.serve(request);
}

}  // namespace

bool is_local_host(std::string_view authority) {
  const auto place = net::HostPort::parse(authority, 80);
  return place && (place->host == "localhost" || IpAddress::parse(place->host));
}

InsecureServing::InsecureServing(const api::Chain::Parts& parts) : everybody_(everybody()), chain_(unsecured(parts)) {}

api::Chain::Parts InsecureServing::unsecured(api::Chain::Parts parts) const {
  parts.authenticator = *everybody_;
  return parts;
}

Result<std::unique_ptr<InsecureServing>> InsecureServing::start(const Options& options, const api::Chain::Parts& parts,
                                                                net::LoopPool& loops) {
  const AuthenticationOptions& given = options.authentication;
  if (given.insecure_port == 0) return nullptr;
  std::unique_ptr<InsecureServing> made(new InsecureServing(parts));
  const auto address = IpAddress::parse(given.insecure_bind_address);
  const bool is_loopback = address && address->is_loopback();
  const auto handler = [&chain = made->chain_, is_loopback](net::Request& request) { return serve(chain, request, is_loopback); };
  auto server =
      net::Server::start({.address = given.insecure_bind_address, .port = static_cast<uint16_t>(given.insecure_port)}, loops, handler);
  if (!server) return fail(Status::unknown(server.error().message() + "; choose another with --insecure-port, or end what uses it"));
  made->server_ = *std::move(server);
  log_warning("INSECURE: everybody who reaches this port may do everything, without any credential. Use it for a moment, or never",
              {{"address", net::join_host_port(given.insecure_bind_address, made->server_->port())}});
  if (!is_loopback) log_error("INSECURE: --insecure-bind-address is no loopback address: other machines may reach the insecure port");
  return made;
}

void InsecureServing::stop() {
  if (server_) server_->stop(kStopGrace);
}

}  // namespace pintle::server
