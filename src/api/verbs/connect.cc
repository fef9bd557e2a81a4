// A request that is to be passed on to where the object is: exec, attach, portforward, log, proxy.
#include "api/connector.h"
#include "api/verbs/verbs.h"

namespace pintle::api {

// Source: apiserver/pkg/endpoints/handlers/rest.go, ConnectResource. A log is read, not connected to, and ignores what it does not know.
Task<Result<net::Response>> connect(Call& call) {
  const bool is_read = call.subresource->kind.empty();
  if (!is_read && call.query.has("dryRun")) co_return fail(Status::bad_request("dryRun is not supported"));
  const Connector* connector = call.resource.find_connector(call.subresource->name);
  if (!connector) {
    co_return fail(Status({.code = 501,
                           .message = std::string(call.resource.kind->resource) + "/" + std::string(call.subresource->name) +
                                      " is not implemented by this server yet"}));
  }
  co_return co_await connector->connect(call);
}

}  // namespace pintle::api
