#include "base/status.h"

#include "base/go_text.h"

namespace pintle {
namespace {

Status with_resource(int code, std::string_view reason, std::string message, GroupResource resource, std::string_view name) {
  return Status({.code = code,
                 .reason = std::string(reason),
                 .message = std::move(message),
                 .has_details = true,
                 .details = {.name = std::string(name), .group = std::string(resource.group), .kind = std::string(resource.resource)}});
}

Status plain(int code, std::string_view reason, std::string message) {
  return Status({.code = code, .reason = std::string(reason), .message = std::move(message)});
}

Status with_retry(int code, std::string_view reason, std::string message, int32_t retry_after_seconds) {
  return Status({.code = code,
                 .reason = std::string(reason),
                 .message = std::move(message),
                 .has_details = true,
                 .details = {.retry_after_seconds = retry_after_seconds}});
}

}  // namespace

std::string to_string(GroupResource resource) {
  std::string text(resource.resource);
  if (!resource.group.empty()) text.append(".").append(resource.group);
  return text;
}

Status Status::bad_request(std::string message) { return plain(400, "BadRequest", std::move(message)); }

Status Status::unauthorized(std::string message) { return plain(401, "Unauthorized", std::move(message)); }

Status Status::forbidden(GroupResource resource, std::string_view name, std::string_view why) {
  std::string subject = resource.resource.empty() ? "" : to_string(resource);
  if (!subject.empty()) subject += (name.empty() ? "" : " " + go_quoted(name)) + " is ";
  return with_resource(403, "Forbidden", subject + "forbidden: " + std::string(why), resource, name);
}

Status Status::not_found(GroupResource resource, std::string_view name) {
  return with_resource(404, "NotFound", to_string(resource) + " " + go_quoted(name) + " not found", resource, name);
}

Status Status::already_exists(GroupResource resource, std::string_view name) {
  return with_resource(409, "AlreadyExists", to_string(resource) + " " + go_quoted(name) + " already exists", resource, name);
}

Status Status::conflict(GroupResource resource, std::string_view name, std::string_view why) {
  return with_resource(409, "Conflict",
                       "Operation cannot be fulfilled on " + to_string(resource) + " " + go_quoted(name) + ": " + std::string(why),
                       resource, name);
}

Status Status::apply_conflict(std::vector<StatusCause> causes, std::string message) {
  return Status(
      {.code = 409, .reason = "Conflict", .message = std::move(message), .has_details = true, .details = {.causes = std::move(causes)}});
}

Status Status::gone(std::string message) { return plain(410, "Gone", std::move(message)); }

Status Status::resource_expired(std::string message) { return plain(410, "Expired", std::move(message)); }

Status Status::invalid(std::string_view group, std::string_view kind, std::string_view name, std::vector<StatusCause> causes,
                       std::string_view joined_errors) {
  std::string message = to_string(GroupResource{group, kind}) + " " + go_quoted(name) + " is invalid";
  if (!joined_errors.empty()) message.append(": ").append(joined_errors);
  return Status(
      {.code = 422,
       .reason = "Invalid",
       .message = std::move(message),
       .has_details = true,
       .details = {.name = std::string(name), .group = std::string(group), .kind = std::string(kind), .causes = std::move(causes)}});
}

Status Status::method_not_supported(GroupResource resource, std::string_view action) {
  return with_resource(405, "MethodNotAllowed",
                       std::string(action) + " is not supported on resources of kind " + go_quoted(to_string(resource)), resource, "");
}

Status Status::not_acceptable(std::string message) { return plain(406, "NotAcceptable", std::move(message)); }

Status Status::unsupported_media_type(std::string message) { return plain(415, "UnsupportedMediaType", std::move(message)); }

Status Status::request_too_large(std::string message) {
  return plain(413, "RequestEntityTooLarge", "Request entity too large: " + std::move(message));
}

Status Status::too_many_requests(std::string message, int32_t retry_after_seconds) {
  return with_retry(429, "TooManyRequests", std::move(message), retry_after_seconds);
}

Status Status::timeout(std::string message, int32_t retry_after_seconds) {
  return with_retry(504, "Timeout", "Timeout: " + std::move(message), retry_after_seconds);
}

Status Status::server_timeout(GroupResource resource, std::string_view operation, int32_t retry_after_seconds) {
  Status status = with_resource(500, "ServerTimeout",
                                "The " + std::string(operation) + " operation against " + to_string(resource) +
                                    " could not be completed at this time, please try again.",
                                resource, operation);
  status.body().details.retry_after_seconds = retry_after_seconds;
  return status;
}

Status Status::service_unavailable(std::string message) { return plain(503, "ServiceUnavailable", std::move(message)); }

Status Status::internal(std::string_view message) {
  return Status({.code = 500,
                 .reason = "InternalError",
                 .message = "Internal error occurred: " + std::string(message),
                 .has_details = true,
                 .details = {.causes = {{.message = std::string(message)}}}});
}

Status Status::unknown(std::string message) { return Status({.code = 500, .message = std::move(message)}); }

Status Status::path_not_found() {
  return Status({.code = 404, .reason = "NotFound", .message = "the server could not find the requested resource", .has_details = true});
}

}  // namespace pintle
