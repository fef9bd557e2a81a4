// Chain: the life of a request, one function from the parsed HTTP request to the answer, in running order.
//
//   Chain chain(parts);
//   server handler = [&](net::Request& request) { return chain.serve(request); };
//
// Ownership: holds references to its parts; main owns all of them and destroys the chain after the server has stopped.
// Thread: serve() on each request's loop; the chain itself is immutable.
// Source: k8s.io/apiserver/pkg/server/config.go DefaultBuildHandlerChain (there the last line runs first).
#pragma once

#include <functional>
#include <string>

#include "api/call.h"
#include "api/connection_policy.h"
#include "api/discovery.h"
#include "api/health.h"
#include "api/impersonation.h"
#include "api/non_resource.h"
#include "api/zpages.h"
#include "auth/authenticator.h"
#include "auth/authorizer.h"
#include "auth/request_header.h"
#include "net/http.h"

namespace pintle::audit {
class Auditor;
}

namespace pintle::api {

// Is told of every request when its answer is known; must not block.
struct RequestRecord {
  const RequestInfo& info;
  std::string_view method;
  std::string_view query;         // raw
  std::string_view content_type;  // of the request
  int code = 0;
  std::chrono::steady_clock::duration duration{};
};
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  virtual void begun(std::string_view method) = 0;
  virtual void answered(const RequestRecord& record) = 0;
  virtual void authorized(const auth::Decision& decision, std::chrono::steady_clock::duration took) = 0;
  // The text of /metrics.
  virtual std::string metrics_text() const = 0;
};

class Chain {
 public:
  struct Parts {
    const Backend& backend;
    const Discovery& discovery;
    const OpenApi& openapi;
    const HealthChecks& healthz;
    const HealthChecks& livez;
    const HealthChecks& readyz;
    const ZPages& zpages;
    std::reference_wrapper<const auth::Authenticator> authenticator;
    const auth::Authorizer& authorizer;
    RequestObserver& observer;
    const ConnectionPolicy& policy;
    const audit::Auditor* auditor = nullptr;          // null: nothing is recorded
    ImpersonationObserver* impersonations = nullptr;  // null: not counted
    OpenIdProvider openid;
    auth::ProxyHeaders proxy_headers;  // those of the flags; the standard ones are always known
    std::string server_address;        // "127.0.0.1:6443": where discovery says that the server is
  };
  explicit Chain(Parts parts) : parts_(std::move(parts)), impersonation_(parts_.authorizer, parts_.impersonations) {}

  Task<net::Response> serve(net::Request& request) const;

 private:
  struct Context;
  Task<Result<net::Response>> handle(Context& context) const;
  void remember_client(Context& context, const auth::Identity& identity) const;
  void remove_credentials(net::Headers& headers) const;
  void begin_audit(Context& context) const;
  Task<Result<void>> impersonate(Context& context) const;
  static auth::Attributes attributes_of(const Context& context);
  Task<Result<std::optional<net::Response>>> authorize(Context& context) const;
  Task<Result<net::Response>> route(Context& context) const;
  Parts parts_;
  Impersonation impersonation_;
};

}  // namespace pintle::api
