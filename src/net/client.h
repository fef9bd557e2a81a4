// Client: every call that this server makes over HTTP or HTTPS: webhooks, OpenID providers, aggregated servers, kubelets.
//
//   HttpClient client({.user_agent = "kube-apiserver/v1.36.0"});
//   auto answer = co_await client.send({.method = "POST", .url = "https://10.0.0.7/authorize", .body = review, .tls = tls.current()});
//   client.stop();                             // before the loops stop
//
// A call runs on the loop that asks, when that is an I/O loop, else on a loop of the client's own; connections are kept per loop
// (client_pool.h). HTTP/1.1 only. Proxies of the environment are ignored, redirects are answers like others: who would follow one decides
// where to. Destroying the Task that waits ends its call and closes its connection.
// Thread: send() on any loop; the rest on any thread that is none of the loops'. Ownership: main; outlives who uses it.
// Errors: client_fault.h: what Go's client says, with the kind of fault. An answer with any status code is no error.
// Source: Go's net/http Transport, client-go rest and transport.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/ip_address.h"
#include "base/result.h"
#include "base/task.h"
#include "net/client_fault.h"
#include "net/client_limits.h"
#include "net/client_tls.h"
#include "net/http.h"
#include "net/resolver.h"

namespace pintle::net {

struct ClientRequest {
  std::string method = "GET";
  std::string url;  // absolute, http or https
  Headers headers;  // host, content-length and what describes the connection are the client's own
  Bytes body;
  std::shared_ptr<const ClientTls> tls;  // null: the machine's authorities, no certificate
  // "host:port" to connect to instead of the URL's, which is still the one that is verified and asked for; "": none.
  std::string dial;
  // False for an address that must not be reached (link-local, own, ...). Null: all may be. Asked for each address of the name.
  std::function<bool(const IpAddress&)> allows;
  std::chrono::milliseconds timeout = kCallTimeout;  // for the whole call; 0: none
  size_t response_bytes_max = kResponseBytesMax;
  // It may be sent again when a kept connection turns out to be closed. Unset: GET, HEAD and OPTIONS, as in Go.
  std::optional<bool> repeatable;
};

struct ClientResponse {
  int status = 0;
  Headers headers;
  Bytes body;
};

class Client {
 public:
  virtual ~Client() = default;
  virtual Task<Result<ClientResponse>> send(ClientRequest request) = 0;
};

// "kube-apiserver/v1.36.0 (linux/amd64) kubernetes/0000000": client-go rest DefaultKubernetesUserAgent.
std::string default_user_agent(std::string_view program, std::string_view version, std::string_view commit);

class HttpClient final : public Client {
 public:
  struct Options {
    std::string user_agent = "Go-http-client/1.1";  // unless the request has one
    std::unique_ptr<Resolver> resolver;             // null: the system's
  };
  HttpClient() : HttpClient(Options{}) {}
  explicit HttpClient(Options options);
  ~HttpClient() override;  // stop()

  Task<Result<ClientResponse>> send(ClientRequest request) override;
  // For threads without a loop; blocks. Never on a loop.
  Result<ClientResponse> send_blocking(ClientRequest request);
  // Ends the calls under way and closes every connection; later calls fail. The loops that called must still run.
  void stop();

 private:
  class Core;
  class Answer;
  std::shared_ptr<Core> core_;
};

}  // namespace pintle::net
