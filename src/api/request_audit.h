// RequestAudit: what auditing does in the life of a request. Without an auditor, and for what the policy does not record, nothing.
//
//   context.audit = RequestAudit(auditor, {.http = request, .info = info, .query = query, .user = user, ...});
//   if (auto refusal = co_await context.audit.receive(loop)) co_return *refusal;          // before the verb
//   co_await context.audit.answer(error, response);                                        // before the body is compressed
//
// A response's object is taken from its body: what the client gets is what is recorded, as JSON whatever the client accepts. A body that is
// a stream takes the record along and ends it with the last piece, or when the client has gone.
// Ownership: the request's; verbs see the record in their Call. Thread: the request's loop.
// Source: apiserver/pkg/endpoints/filters/{audit,audit_init,authn_audit,authorization}.go, responsewriters/writers.go.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "api/call.h"
#include "api/query.h"
#include "api/request_info.h"
#include "audit/auditor.h"
#include "auth/authenticator.h"
#include "auth/authorizer.h"
#include "net/http.h"

namespace pintle::api {

// The client's Audit-ID, as it is, or a new one.
std::string audit_id_of(const net::Request& request);

struct AuditedRequest {
  net::Request& http;
  const RequestInfo& info;
  const auth::UserRef& user;  // null: authentication failed
  const std::string& audit_id;
  const Clock& clock;
  std::chrono::steady_clock::time_point begin;  // of the request
};

class RequestAudit {
 public:
  RequestAudit() = default;
  RequestAudit(const audit::Auditor* auditor, const AuditedRequest& request);

  // Null: not recorded.
  audit::Record* record() const { return record_.get(); }

  // The stage RequestReceived. An answer: the event could not be kept and the request must not be served.
  Task<std::optional<net::Response>> receive();
  void impersonated(auth::UserRef user, std::string_view constraint);
  // What authentication has to tell besides.
  void authenticated(const auth::Identity& identity);
  void authorized(const auth::Decision& decision, std::chrono::nanoseconds took);
  // The stages after it. `error`: null when the verb succeeded.
  Task<void> answer(const Status* error, net::Response& response);

 private:
  void annotate_latency();
  const audit::Auditor* auditor_ = nullptr;
  std::unique_ptr<audit::Record> record_;
  net::Request* http_ = nullptr;
  const Clock* clock_ = nullptr;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::nanoseconds authentication_{0};
  std::chrono::nanoseconds authorization_{0};
  bool long_running_ = false;
  bool authenticated_ = false;
};

// The object of the request, once it is decoded and has its defaults; the options of a delete are one, too.
void record_request_object(Call& call, const object::Document& document);
// A patch as it was sent. DIFFERS: upstream loses the whole event of an applied configuration that is YAML; here it is recorded as JSON.
void record_request_patch(Call& call, const Bytes& patch);
// Whether the answer's object is recorded; its body must then be left uncompressed.
bool records_response_object(const Call& call);
// What the verb has to tell besides.
void record_annotations(Call& call);

}  // namespace pintle::api
