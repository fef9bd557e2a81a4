#include "api/cors.h"

#include <re2/re2.h>

#include <algorithm>

namespace pintle::api {
namespace {

constexpr std::string_view kHelp =
    "List of allowed origins for CORS, comma separated. An allowed origin can be a regular expression to support subdomain matching. If "
    "this "
    "list is empty CORS will not be enabled. Please ensure each expression matches the entire hostname by anchoring to the start with '^' "
    "or "
    "including the '//' prefix, and by anchoring to the end with '$' or including the ':' port separator suffix. Examples of valid "
    "expressions are '//example.com(:|$)' and '^https://example.com(:|$)'";

// A pattern that is not pinned to both ends of the host would match hosts that only contain it.
bool is_pinned(std::string_view pattern) {
  const bool start = pattern.contains('^') || pattern.contains("//");
  const bool end = pattern.contains('$') || pattern.contains(':');
  return start && end;
}

std::unexpected<Status> bad_pattern(const std::string& why) {
  return fail(Status::bad_request("--cors-allowed-origins has an invalid regular expression: " + why + ", help: " + std::string(kHelp)));
}

}  // namespace

Result<Cors> Cors::create(const std::vector<std::string>& origin_patterns) {
  Cors cors;
  for (const std::string& text : origin_patterns) {
    if (text.empty()) return fail(Status::bad_request("empty value in --cors-allowed-origins, help: " + std::string(kHelp)));
    auto pattern = std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
    if (!pattern->ok()) return bad_pattern("error parsing regexp: " + pattern->error());
    if (!is_pinned(text)) return bad_pattern("regular expression does not pin to start/end of host in the origin header");
    cors.patterns_.push_back(std::move(pattern));
  }
  return cors;
}

bool Cors::allows(const net::Request& request) const {
  if (patterns_.empty()) return false;
  const std::string_view origin = request.headers.get("origin");
  if (origin.empty()) return false;
  return std::ranges::any_of(
      patterns_, [&](const auto& pattern) { return re2::RE2::PartialMatch(re2::StringPiece(origin.data(), origin.size()), *pattern); });
}

bool Cors::answers(const net::Request& request) const { return request.method == "OPTIONS" && allows(request); }

void Cors::allow(const net::Request& request, net::Headers& answer) const {
  if (!allows(request)) return;
  answer.set("access-control-allow-origin", std::string(request.headers.get("origin")));
  answer.set("access-control-allow-methods", "POST, GET, OPTIONS, PUT, DELETE, PATCH");
  answer.set("access-control-allow-headers",
             "Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since");
  answer.set("access-control-expose-headers", "Date");
  answer.set("access-control-allow-credentials", "true");
}

}  // namespace pintle::api
