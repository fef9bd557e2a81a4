// Call: one API request on its way through a verb: what was asked, by whom, of which resource, and the parts that answer it.
//
// Made by the dispatcher; lives on the request's loop until the response is made. Verbs are functions Task<Result<net::Response>>(Call&).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "admission/admission.h"
#include "api/media_type.h"
#include "api/query.h"
#include "api/request_info.h"
#include "api/resource.h"
#include "base/clock.h"
#include "net/http.h"

namespace pintle::audit {
class Record;
}
namespace pintle::cache {
class Cache;
}
namespace pintle::auth {
class Authorizer;
}
namespace pintle::store {
class Store;
}

namespace pintle::api {

// The parts that all requests share. Owned by main; thread safe.
struct Backend {
  const Registry& registry;
  store::Store& store;
  cache::Cache& cache;
  const admission::Chain& admission;
  const auth::Authorizer& authorizer;  // for what a request may do beside its own verb: create by an update
  const Clock& clock;
  std::chrono::seconds event_ttl{3600};
  std::chrono::seconds min_request_timeout{1800};
};

struct Call {
  net::Request& http;
  const RequestInfo& info;
  const Query& query;
  const Backend& backend;
  const Resource& resource;
  const Subresource* subresource = nullptr;  // null: the object itself
  Accepted accepted;
  const auth::User* user = nullptr;
  audit::Record* audit = nullptr;                  // null: the request is not recorded
  std::vector<std::string> warnings;               // each becomes a Warning header
  std::vector<admission::Annotation> annotations;  // of the audit event

  int64_t now_seconds() const { return std::chrono::duration_cast<std::chrono::seconds>(backend.clock.now().time_since_epoch()).count(); }
  Loop& loop() const { return *http.loop; }
};

}  // namespace pintle::api
