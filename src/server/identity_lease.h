// IdentityLease: the Lease kube-system/apiserver-<hash of the host's name> by which this server tells that it lives. It is made at the
// start, renewed every ten seconds and removed at the end; those of servers that have ended otherwise are removed when they have expired.
//
//   IdentityLease lease(backend, hostname);
//   lease.start();
//   lease.stop();     // removes it
//
// Ownership: main; the backend outlives it. stop() before the store stops. Thread: main's.
// Source: pkg/controlplane/apiserver/server.go, controller/apiserverleasegc; k8s.io/component-helpers/apimachinery/lease;
// k8s.io/apiserver/pkg/server/config.go (the hash).
#pragma once

#include <string>

#include "api/call.h"
#include "base/result.h"
#include "object/document.h"
#include "server/rounds.h"

namespace pintle::server {

inline constexpr std::string_view kIdentityLabel = "apiserver.kubernetes.io/identity";

// "apiserver-" and 26 characters.
std::string server_identity(std::string_view hostname);

class IdentityLease {
 public:
  IdentityLease(const api::Backend& backend, std::string hostname);
  ~IdentityLease() { stop(); }

  void start();
  void stop();

 private:
  Result<void> remove(std::string_view name);
  Result<void> renew();
  Result<void> create();
  Result<void> remove_expired();
  void set_labels(object::Document& lease) const;

  const api::Backend& backend_;
  const api::Resource& leases_;
  const std::string hostname_;
  const std::string name_;
  const std::string holder_;
  bool started_ = false;
  Rounds renewals_;
  Rounds collections_;
};

}  // namespace pintle::server
