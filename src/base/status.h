// The one error form of Pintle: what the API answers when a request fails.
//
// A Status is made where the fault is known and written to the wire in one place (api/status_writer). It has the
// fields of meta/v1 Status: HTTP code, machine-readable reason, message, details.
//
//   return Status::not_found({.group = "apps", .resource = "deployments"}, "web");
//
// Client's fault: 4xx. World's fault (disk, peer, network): 5xx with retry_after_seconds. Our fault: PINTLE_CHECK ends the process.
// Ownership: a value; movable, copyable, one pointer wide, cheap to return. Thread: any.
// Source: k8s.io/apimachinery/pkg/api/errors (names, messages and codes), meta/v1 Status.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pintle {

// Why a field is at fault; `type` is a meta/v1 CauseType such as "FieldValueRequired".
struct StatusCause {
  std::string type;
  std::string message;
  std::string field;
  bool operator==(const StatusCause&) const = default;
};

struct StatusDetails {
  std::string name;
  std::string group;
  std::string kind;  // the resource (plural) or the kind, as upstream has it for the reason
  std::string uid;
  std::vector<StatusCause> causes;
  int32_t retry_after_seconds = 0;
  bool operator==(const StatusDetails&) const = default;
};

// The two words that most messages name.
struct GroupResource {
  std::string_view group;
  std::string_view resource;
};
// "deployments.apps"; the group and its dot are left out for the core group.
std::string to_string(GroupResource resource);

class [[nodiscard]] Status {
 public:
  // `details` false leaves the details member out of the answer; most reasons have one, even when it is empty.
  struct Body {
    int code = 500;
    std::string reason;  // meta/v1 StatusReason; "" is Unknown and is left out
    std::string message;
    bool has_details = false;
    StatusDetails details;
    std::string continue_token;  // metadata.continue: where an expired list can go on, inconsistently
    bool operator==(const Body&) const = default;
  };

  explicit Status(Body body) : body_(std::make_unique<Body>(std::move(body))) {}
  Status(const Status& other) : body_(std::make_unique<Body>(*other.body_)) {}
  Status& operator=(const Status& other) {
    *body_ = *other.body_;
    return *this;
  }
  Status(Status&&) noexcept = default;
  Status& operator=(Status&&) noexcept = default;
  ~Status() = default;

  int code() const { return body_->code; }
  const std::string& reason() const { return body_->reason; }
  const std::string& message() const { return body_->message; }
  const StatusDetails& details() const { return body_->details; }
  const Body& body() const { return *body_; }
  Body& body() { return *body_; }
  bool operator==(const Status& other) const { return *body_ == *other.body_; }

  // Each constructor carries upstream's message, reason, code and details (apimachinery/pkg/api/errors.New...).
  static Status bad_request(std::string message);
  static Status unauthorized(std::string message = "Unauthorized");
  static Status forbidden(GroupResource resource, std::string_view name, std::string_view why);
  static Status not_found(GroupResource resource, std::string_view name);
  static Status already_exists(GroupResource resource, std::string_view name);
  static Status conflict(GroupResource resource, std::string_view name, std::string_view why);
  static Status apply_conflict(std::vector<StatusCause> causes, std::string message);
  static Status gone(std::string message);              // reason Gone
  static Status resource_expired(std::string message);  // reason Expired
  static Status invalid(std::string_view group, std::string_view kind, std::string_view name, std::vector<StatusCause> causes,
                        std::string_view joined_errors);
  static Status method_not_supported(GroupResource resource, std::string_view action);
  static Status not_acceptable(std::string message);
  static Status unsupported_media_type(std::string message);
  static Status request_too_large(std::string message);
  static Status too_many_requests(std::string message, int32_t retry_after_seconds);
  static Status timeout(std::string message, int32_t retry_after_seconds);
  static Status server_timeout(GroupResource resource, std::string_view operation, int32_t retry_after_seconds);
  static Status service_unavailable(std::string message);
  static Status internal(std::string_view message);  // "Internal error occurred: <message>"
  // 500 without a reason: what upstream answers when an error is no API status.
  static Status unknown(std::string message);
  // No route: "the server could not find the requested resource".
  static Status path_not_found();

 private:
  std::unique_ptr<Body> body_;
};

}  // namespace pintle
