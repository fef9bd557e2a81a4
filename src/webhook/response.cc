#include "webhook/response.h"

#include <charconv>

#include "base/go_text.h"
#include "object/json.h"

namespace pintle::webhook {
namespace {

constexpr size_t kQuotedBytesMax = 2048;  // client-go: maxUnstructuredResponseTextBytes

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

int32_t retry_after(const net::ClientResponse& response) {
  if (response.status != 429 && response.status < 500) return 0;
  const std::string_view text = response.headers.get("retry-after");
  int32_t seconds = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return error == std::errc() && end == text.data() + text.size() && seconds > 0 ? seconds : 0;
}

struct Generic {
  const char* reason;
  std::string message;
};

Generic generic_for(int code, const std::string& said) {
  switch (code) {
    case 400:
      return {"BadRequest", "the server rejected our request for an unknown reason"};
    case 401:
      return {"Unauthorized", "the server has asked for the client to provide credentials"};
    case 403:
      return {"Forbidden", said};
    case 404:
      return {"NotFound", "the server could not find the requested resource"};
    case 405:
      return {"MethodNotAllowed", "the server does not allow this method on the requested resource"};
    case 406:
      return {"NotAcceptable",
              said.empty() || said == "unknown" ? "the server was unable to respond with a content type that the client supports" : said};
    case 409:
      return {"AlreadyExists", "the server reported a conflict"};
    case 413:
      return {"RequestEntityTooLarge", "the server rejected our request as too large"};
    case 415:
      return {"UnsupportedMediaType", "the server rejected our request with an unsupported media type"};
    case 422:
      return {"Invalid", "the server rejected our request due to an error in our request"};
    case 429:
      return {"TooManyRequests", "the server has received too many requests and has asked us to try again later"};
    case 503:
      return {"ServiceUnavailable", "the server is currently unable to handle the request"};
    case 504:
      return {"Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"};
    default:
      if (code >= 500)
        return {"InternalError", "an error on the server (" + go_quoted(said) + ") has prevented the request from succeeding"};
      return {"", "the server responded with the status code " + std::to_string(code) + " but did not return more information"};
  }
}

Status generic_status(const net::ClientResponse& response) {
  const std::string_view type = response.headers.get("content-type");
  std::string said = "unknown";
  if (type.empty() || type.starts_with("text/")) said = std::string(trimmed(response.body.view().substr(0, kQuotedBytesMax)));
  Generic generic = generic_for(response.status, said);
  Status status({.code = response.status, .reason = generic.reason, .message = std::move(generic.message), .has_details = true});
  status.body().details.causes.push_back({.type = "UnexpectedServerResponse", .message = said, .field = ""});
  status.body().details.retry_after_seconds = retry_after(response);
  return status;
}

std::string text_of(const object::Value& map, std::string_view key) {
  const object::Value* value = map.get(key);
  return value ? std::string(value->as_string()) : "";
}

Status status_of(const net::ClientResponse& response) {
  auto decoded = object::decode_json(object::any_type(), response.body);
  if (!decoded) return generic_status(response);
  const object::Value& root = decoded->document.root();
  if (text_of(root, "kind") != "Status" || text_of(root, "status") == "Success") return generic_status(response);
  const object::Value* code = root.get("code");
  Status status({.code = code && code->as_int() > 0 ? static_cast<int>(code->as_int()) : response.status,
                 .reason = text_of(root, "reason"),
                 .message = text_of(root, "message"),
                 .has_details = root.get("details") != nullptr});
  if (const object::Value* details = root.get("details")) {
    if (const object::Value* seconds = details->get("retryAfterSeconds"))
      status.body().details.retry_after_seconds = static_cast<int32_t>(seconds->as_int());
  }
  return status;
}

}  // namespace

Result<Bytes> body_of(const net::ClientResponse& response) {
  if (response.status >= 200 && response.status <= 206) return response.body;
  return fail(status_of(response));
}

}  // namespace pintle::webhook
