// Auditor: decides by the policy what is recorded of a request, and gives each event to every backend. Record: the event of one request.
//
//   std::unique_ptr<Record> record = auditor.begin(request, attributes);       // null: the policy says None
//   if (!co_await record->process(Stage::kRequestReceived, loop)) ...           // refuse the request (blocking-strict)
//   if (record->wants(Level::kRequest)) record->event().request_object = ...;
//   co_await record->process(Stage::kResponseComplete, loop);
//
// Ownership: main owns the Auditor, which outlives every Record; a Record belongs to its request, and to its response's body when that is
// a stream. Thread: begin() and set_policy() on any; a Record on its request's loop.
// Source: k8s.io/apiserver/pkg/audit/{context,request}.go, pkg/endpoints/filters/audit.go.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/backend.h"
#include "audit/policy.h"
#include "base/clock.h"
#include "base/published.h"

namespace pintle::audit {

// What of a request goes into its event beside what authorization looks at. Views live as long as the call.
struct RequestFacts {
  std::string_view audit_id;
  std::string_view uri;
  std::string_view user_agent;
  std::string_view forwarded_for;
  std::string_view real_ip;
  std::string_view remote_address;
  std::chrono::system_clock::time_point received;
};

class Auditor;

class Record {
 public:
  Record(const Auditor& auditor, const RequestConfig& config) : auditor_(auditor), config_(config) { event_.level = config.level; }
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  bool wants(Level level) const { return event_.level >= level; }
  bool omits_managed_fields() const { return config_.omit_managed_fields; }
  Event& event() { return event_; }
  const Event& event() const { return event_; }
  void annotate(std::string_view key, std::string_view value) { event_.annotate(key, value); }
  // The request acts as `user` from here on; `constraint` is the verb of a constrained impersonation, "" for none.
  void impersonated(auth::UserRef user, std::string_view constraint);

  // Gives the event, as it is now, to the backends, unless the policy leaves the stage out. False: the request must be refused.
  Task<bool> process(Stage stage, Loop& loop);
  // The same where nobody can wait for it.
  void process_later(Stage stage);

 private:
  bool enter(Stage stage);
  const Auditor& auditor_;
  const RequestConfig config_;
  Event event_;
};

class Auditor {
 public:
  Auditor(Ref<const Policy> policy, std::vector<std::unique_ptr<Backend>> backends, AuditMetrics& metrics, const Clock& clock)
      : policy_(std::move(policy)), backends_(std::move(backends)), metrics_(metrics), clock_(clock) {}

  std::unique_ptr<Record> begin(const RequestFacts& facts, const auth::Attributes& attributes, auth::UserRef user) const;
  // Requests that begin from here on are held against the new policy. One thread at a time.
  void set_policy(Ref<const Policy> policy) { policy_.store(std::move(policy)); }
  // A request was refused because its event was not kept.
  void rejected() const { metrics_.rejected(); }
  void stop();

 private:
  friend class Record;
  Published<const Policy> policy_;
  std::vector<std::unique_ptr<Backend>> backends_;
  AuditMetrics& metrics_;
  const Clock& clock_;
};

}  // namespace pintle::audit
