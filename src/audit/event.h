// Event: what is recorded of a request, and its two written forms.
//
//   append_event_members(event, out);       // "level":"Metadata","auditID":...}   : what a log line and an item of a list share
//   event_line(event, out);                 // 2026-01-01T00:00:00Z AUDIT: id="..." stage="..." ...    : the legacy form
//
// The JSON is audit.k8s.io/v1 Event, byte for byte as upstream writes it, made without a tree in between. Objects in it are JSON texts.
// Ownership: an event is filled and written by one request at a time. Thread: the request's loop.
// Source: k8s.io/apiserver/pkg/apis/audit/v1/types.go, pkg/audit/{format,request,context}.go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/level.h"
#include "auth/user.h"
#include "object/time.h"

namespace pintle::audit {

struct ObjectReference {
  std::string resource;
  std::string namespace_;
  std::string name;
  std::string uid;
  std::string api_group;
  std::string api_version;
  std::string resource_version;
  std::string subresource;
};

struct ResponseStatus {
  std::string members;  // JSON of what a meta/v1 Status says beside its code: "status":"Failure","message":"..." or ""
  int code = 0;         // 0: not known yet
};

struct Event {
  Level level = Level::kNone;
  Stage stage = Stage::kRequestReceived;
  std::string audit_id;
  std::string request_uri;
  std::string verb;
  auth::UserRef user;  // who was authenticated; null: nobody
  auth::UserRef impersonated_user;
  std::string impersonation_constraint;
  std::vector<std::string> source_ips;
  std::string user_agent;
  std::optional<ObjectReference> object_ref;
  std::optional<ResponseStatus> response_status;
  std::string request_object;   // compact JSON; "" none
  std::string response_object;  // the same
  object::Timestamp received;
  object::Timestamp stage_time;
  std::vector<std::pair<std::string, std::string>> annotations;  // by key

  // The first value of a key stays; another one is told in the log.
  void annotate(std::string_view key, std::string_view value);
};

inline constexpr std::string_view kEventTypeMeta = R"("kind":"Event","apiVersion":"audit.k8s.io/v1",)";

// All but the type meta and the opening brace.
void append_event_members(const Event& event, std::string& out);
// Without a line end.
void append_event_line(const Event& event, std::string& out);

// At most kUserAgentBytesMax bytes of it, marked when cut.
inline constexpr size_t kUserAgentBytesMax = 1024;
std::string shortened_user_agent(std::string_view user_agent);

}  // namespace pintle::audit
