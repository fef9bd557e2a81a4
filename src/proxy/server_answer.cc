#include "proxy/server_answer.h"

#include <string>

#include "base/go_text.h"

namespace pintle::proxy {
namespace {

struct Answer {
  int code;
  std::string_view reason;
  std::string_view message;  // "": the body
};
constexpr Answer kAnswers[] = {
    {401, "Unauthorized", "the server has asked for the client to provide credentials"},
    {403, "Forbidden", ""},
    {404, "NotFound", "the server could not find the requested resource"},
    {405, "MethodNotAllowed", "the server does not allow this method on the requested resource"},
    {406, "NotAcceptable", ""},
    {409, "Conflict", "the server reported a conflict"},
    {415, "UnsupportedMediaType", ""},
    {422, "Invalid", "the server rejected our request due to an error in our request"},
    {429, "TooManyRequests", "the server has received too many requests and has asked us to try again later"},
    {503, "ServiceUnavailable", "the server is currently unable to handle the request"},
    {504, "Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"},
};

std::string message_of(int code, std::string_view body) {
  for (const Answer& answer : kAnswers)
    if (answer.code == code) return std::string(answer.message.empty() ? body : answer.message);
  if (code >= 500) return "an error on the server (" + go_quoted(body) + ") has prevented the request from succeeding";
  return "the server responded with the status code " + std::to_string(code) + " but did not return more information";
}

std::string_view reason_of(int code) {
  for (const Answer& answer : kAnswers)
    if (answer.code == code) return answer.reason;
  return code >= 500 ? "InternalError" : "";
}

}  // namespace

Status server_answer(int code, std::string_view body, std::string_view resource, std::string_view name) {
  if (code == 500) return Status::internal(body);
  if (code == 400) return Status::bad_request(std::string(body));
  std::string message = message_of(code, body) + " ( " + std::string(resource) + " " + std::string(name) + ")";
  Status status({.code = code, .reason = std::string(reason_of(code)), .message = std::move(message), .has_details = true});
  status.body().details.kind = resource;
  status.body().details.name = name;
  return status;
}

}  // namespace pintle::proxy
