#include "api/status_body.h"

#include "api/body.h"
#include "auth/authorizer.h"
#include "base/go_text.h"
#include "object/json.h"

namespace pintle::api {
namespace {

void append_member(std::string_view name, std::string_view value, std::string& out) {
  if (value.empty()) return;
  if (out.back() != '{') out += ",";
  out.append("\"").append(name).append("\":");
  object::append_json_string(value, out);
}

void append_causes(const std::vector<StatusCause>& causes, std::string& out) {
  if (causes.empty()) return;
  if (out.back() != '{') out += ",";
  out += "\"causes\":[";
  for (const StatusCause& cause : causes) {
    if (out.back() != '[') out += ",";
    out += "{";
    append_member("reason", cause.type, out);
    append_member("message", cause.message, out);
    append_member("field", cause.field, out);
    out += "}";
  }
  out += "]";
}

void append_details(const StatusDetails& details, std::string& out) {
  out += ",\"details\":{";
  append_member("name", details.name, out);
  append_member("group", details.group, out);
  append_member("kind", details.kind, out);
  append_member("uid", details.uid, out);
  append_causes(details.causes, out);
  if (details.retry_after_seconds != 0) {
    if (out.back() != '{') out += ",";
    out += "\"retryAfterSeconds\":" + std::to_string(details.retry_after_seconds);
  }
  out += "}";
}

constexpr std::string_view kTypeMeta = R"({"kind":"Status","apiVersion":"v1","metadata":{)";

}  // namespace

std::string status_json(const Status& status) {
  const Status::Body& body = status.body();
  std::string out(kTypeMeta);
  append_member("continue", body.continue_token, out);
  out += "},\"status\":\"Failure\"";
  append_member("message", body.message, out);
  append_member("reason", body.reason, out);
  if (body.has_details) append_details(body.details, out);
  return out + ",\"code\":" + std::to_string(body.code) + "}";
}

Status method_not_allowed() {
  return Status({.code = 405,
                 .reason = "MethodNotAllowed",
                 .message = "the server does not allow this method on the requested resource",
                 .has_details = true});
}

std::string success_json(const StatusDetails& details) {
  std::string out(kTypeMeta);
  out += "},\"status\":\"Success\"";
  append_details(details, out);
  return out + "}";
}

std::string done_json(int code) { return std::string(kTypeMeta) + "},\"status\":\"Success\",\"code\":" + std::to_string(code) + "}"; }

net::Response error_response(const Status& status, const net::Request& request, const Query& query) {
  const auto negotiated = negotiate_output(request.headers.get("accept"), request.headers.get("user-agent"), query, Transforms::kNone);
  const Accepted accepted = negotiated.value_or(Accepted{});
  net::Response response = text_body(status.code(), status_json(status), accepted, "v1", "Status");
  if (const int32_t seconds = status.details().retry_after_seconds; seconds > 0)
    response.headers.add("retry-after", std::to_string(seconds));
  return response;
}

net::Response text_response(int code, std::string_view text) {
  net::Response response;
  response.status = code;
  response.headers.add("content-type", "text/plain; charset=utf-8");
  if (code >= 400) response.headers.add("x-content-type-options", "nosniff");
  response.body = Bytes::copy(text);
  return response;
}

net::Response internal_server_error(const net::Request& request, std::string_view why) {
  const std::string text = "Internal Server Error: " + go_quoted(request_uri(request)) + ": " + std::string(why);
  return text_response(500, auth::without_markup(text) + "\n");
}

std::string request_uri(const net::Request& request) {
  std::string uri(request.path);
  if (!request.query.empty()) uri.append("?").append(request.query);
  return uri;
}

}  // namespace pintle::api
