// The ConfigMap kube-system/extension-apiserver-authentication, which tells aggregated API servers whom this server trusts: the
// authorities of clients, and those of authenticating proxies with their headers and names.
//
//   AuthenticationTrust trust(backend, options, authorities);
//   trust.start();       // written, and written again whenever somebody changes or deletes it
//   trust.wake();        // the authorities have changed
//   trust.stop();
//
// What other servers of the cluster have written stays: certificates, names and headers are added, and taken away only when a certificate
// has ended. The cluster lives without it, only aggregated servers read it: errors are logged, and it is tried again each minute.
// Ownership: main; what it is made of outlives it. stop() before the store stops. Thread: main's, and one of its own.
// Source: k8s.io/kubernetes/pkg/controlplane/controller/clusterauthenticationtrust.
#pragma once

#include <memory>

#include "access/follower.h"
#include "api/call.h"
#include "server/client_authorities.h"
#include "server/options.h"
#include "server/rounds.h"

namespace pintle::server {

class AuthenticationTrust final : access::ChangeSink {
 public:
  AuthenticationTrust(const api::Backend& backend, const Options& options, const ClientAuthorities& authorities);
  ~AuthenticationTrust() override { stop(); }

  // It is there on return, unless the store has failed; what keeps it from being written is logged.
  void start();
  // The authorities have changed.
  void wake() { rounds_.wake(); }
  void stop();

 private:
  void publish_trust() const;
  void put(std::string_view, std::string_view, const Bytes&) override {}
  void erase(std::string_view, std::string_view) override {}
  void publish() override { rounds_.wake(); }

  const api::Backend& backend_;
  const Options& options_;
  const ClientAuthorities& authorities_;
  Rounds rounds_;
  std::unique_ptr<access::Follower> follower_;
};

}  // namespace pintle::server
