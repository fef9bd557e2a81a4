// Endpoint: a service that is asked by a kubeconfig file: where it is, whom to trust, who asks.
//
//   PINTLE_TRY(auto endpoint, Endpoint::load("/etc/kubernetes/authz.yaml", client, files));
//   Result<Bytes> answer = co_await endpoint->post(review, {});
//
// Certificates, keys and tokens in files of their own are followed while they change; the kubeconfig itself is read once, as upstream.
// Ownership: client and files outlive it. Thread: post on any loop. Errors of load: client-go's words; of post: client_fault or Status of
// the answer, after the attempts of the backoff.
// Source: k8s.io/apiserver/pkg/util/webhook webhook.go GenericWebhook, client-go rest and transport.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/watched_file.h"
#include "net/client.h"
#include "webhook/backoff.h"
#include "webhook/kubeconfig.h"

namespace pintle::webhook {

class Endpoint {
 public:
  static Result<std::unique_ptr<Endpoint>> load(const std::string& kubeconfig_path, net::Client& client, FileWatcher& files);
  static Result<std::unique_ptr<Endpoint>> create(Kubeconfig config, net::Client& client, FileWatcher& files);

  struct Call {
    Backoff backoff;
    std::chrono::milliseconds timeout = net::kCallTimeout;  // of each attempt; the service is told of it by "?timeout=30s"
    // Is told of each attempt. Null: nobody is.
    std::function<void(const Result<Bytes>& answer, std::chrono::steady_clock::duration took)> on_attempt;
  };
  // Sends a JSON document and gives the answer's body. On a loop.
  Task<Result<Bytes>> post(Bytes json, Call call) const;

  const std::string& url() const { return config_.server; }
  // The request that post() sends, for other methods and headers.
  net::ClientRequest request() const;

 private:
  Endpoint(Kubeconfig config, net::Client& client) : config_(std::move(config)), client_(client) {}
  std::vector<std::string> watched_paths() const;
  Result<void> load_credentials();
  Task<Result<Bytes>> post_once(Bytes json, const Call& call) const;
  Task<Result<Bytes>> post_observed(Bytes json, const Call& call) const;

  const Kubeconfig config_;
  net::Client& client_;
  mutable std::mutex mutex_;
  std::shared_ptr<const net::ClientTls> tls_;  // guarded by mutex_; null for a plain URL
  std::string authorization_;                  // guarded by mutex_: the header's value
  std::unique_ptr<FileWatcher::Watch> watch_;
};

}  // namespace pintle::webhook
