// InsecureServing: --insecure-port: plain HTTP on which everybody is system:unsecured in system:masters, as Kubernetes had it until 1.20.
// Opt-in and for `pintle serve` only; what listens there is open to whoever reaches it, so the address is a loopback one by default,
// and the log says so at every start.
//
//   PINTLE_TRY(auto insecure, InsecureServing::start(options, chain_parts, loops));   // null without the flag
//   insecure->stop();
//
// A request whose Host is a name other than localhost is refused while it listens on a loopback address: a page in somebody's browser must
// not reach it through a name that resolves to this machine.
// Ownership: main; the chain's parts and the loops outlive it. Thread: main's. Errors: the address is taken.
// Source: Kubernetes 1.19 pkg/kubeapiserver/server/insecure_handler.go (insecureSuperuser).
#pragma once

#include <memory>
#include <string_view>

#include "api/chain.h"
#include "auth/authenticator.h"
#include "net/loops.h"
#include "net/server.h"
#include "server/options.h"

namespace pintle::server {

class InsecureServing {
 public:
  static Result<std::unique_ptr<InsecureServing>> start(const Options& options, const api::Chain::Parts& parts, net::LoopPool& loops);
  void stop();

 private:
  explicit InsecureServing(const api::Chain::Parts& parts);
  api::Chain::Parts unsecured(api::Chain::Parts parts) const;

  const std::unique_ptr<auth::Authenticator> everybody_;
  const api::Chain chain_;
  std::unique_ptr<net::Server> server_;
};

// Whether the Host of a request ("localhost:8080", "[::1]:8080") is an address or localhost.
bool is_local_host(std::string_view authority);

}  // namespace pintle::server
