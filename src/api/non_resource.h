// What is no resource: discovery, health, version, metrics, the list of paths.
// Source: apiserver/pkg/server/routes, pkg/endpoints/discovery (negotiation of aggregated documents), pkg/server/healthz.
#pragma once

#include <functional>
#include <string>

#include "api/discovery.h"
#include "api/health.h"
#include "api/openapi.h"
#include "api/query.h"
#include "api/request_info.h"
#include "base/loop.h"
#include "base/result.h"
#include "base/task.h"
#include "net/http.h"

namespace pintle::api {

class RequestObserver;
class ZPages;

// What tells others how to verify this server's service account tokens; JSON texts. Empty: it is not served.
struct OpenIdDocuments {
  std::string configuration;
  std::string keys;
};
// Waits while the key is still being made, in the first moments of a new server; resumes on the loop. Null: there is no key.
using OpenIdProvider = std::function<Task<const OpenIdDocuments*>(Loop& loop)>;

struct NonResource {
  const Discovery& discovery;
  const OpenApi& openapi;
  const HealthChecks& healthz;
  const HealthChecks& livez;
  const HealthChecks& readyz;
  const RequestObserver& observer;
  std::string_view server_address;
  const ZPages& zpages;

  Result<net::Response> answer(const net::Request& http, const RequestInfo& info, const Query& query) const;
};

bool is_openid_path(std::string_view path);
// `documents`: null when there are none.
Result<net::Response> openid_answer(std::string_view path, const OpenIdDocuments* documents);

}  // namespace pintle::api
