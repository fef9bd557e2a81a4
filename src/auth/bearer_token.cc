#include "auth/bearer_token.h"

#include <optional>

#include "base/base64url.h"
#include "base/utf8.h"

namespace pintle::auth {
namespace {

constexpr std::string_view kProtocolPrefix = "base64url.bearer.authorization.k8s.io.";
constexpr std::string_view kExtraSpaceWarning =
    "the provided Authorization header contains extra space before the bearer token, and is ignored";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool is_bearer(std::string_view scheme) {
  constexpr std::string_view kBearer = "bearer";
  if (scheme.size() != kBearer.size()) return false;
  for (size_t i = 0; i < scheme.size(); ++i) {
    if ((scheme[i] | 0x20) != kBearer[i]) return false;
  }
  return true;
}

// Go's decoder passes over line ends.
std::optional<std::string> decode_base64url(std::string_view text) {
  std::string on_one_line(text);
  std::erase_if(on_one_line, [](char c) { return c == '\r' || c == '\n'; });
  size_t fault = 0;
  return base64url_decode(on_one_line, fault);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    Rune rune = first_rune(text);
    if (rune.code == kRuneError && rune.size == 1) return false;
    text.remove_prefix(rune.size);
  }
  return true;
}

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

}  // namespace

BearerHeader parse_bearer_header(std::string_view authorization) {
  std::string_view header = trimmed(authorization);
  size_t space = header.find(' ');
  if (space == std::string_view::npos || !is_bearer(header.substr(0, space))) return {};
  std::string_view rest = header.substr(space + 1);
  std::string_view token = rest.substr(0, rest.find(' '));
  return {.token = token, .extra_space = token.empty() && !rest.empty()};
}

Result<std::string> token_of_websocket_protocols(std::string_view header) {
  std::string token;
  bool seen = false, others = false;
  for (std::string_view rest = header; !rest.empty();) {
    size_t comma = rest.find(',');
    std::string_view protocol = trimmed(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    if (!protocol.starts_with(kProtocolPrefix)) {
      others = true;
      continue;
    }
    if (seen) return refuse("multiple base64.bearer.authorization tokens specified");
    seen = true;
    std::optional<std::string> decoded = decode_base64url(protocol.substr(kProtocolPrefix.size()));
    if (!decoded) return refuse("invalid base64.bearer.authorization token encoding");
    token = *std::move(decoded);
    if (!is_utf8(token)) return refuse("invalid base64.bearer.authorization token");
  }
  if (!token.empty() && !others) return refuse("missing additional subprotocol");
  return token;
}

Task<Result<Identity>> BearerTokenAuthenticator::authenticate_token(std::string_view token, const Audiences* audiences) const {
  PINTLE_CO_TRY(const TokenAnswerRef answer, co_await tokens_->authenticate(token, audiences));
  if (!answer) co_return refuse("invalid bearer token");
  Identity identity{.user = answer->user, .warning = answer->warning, .audiences = answer->audiences};
  if (!answer->annotations.empty())
    identity.annotations = std::shared_ptr<const std::vector<AuditAnnotation>>(answer, &answer->annotations);
  co_return identity;
}

Task<Result<Identity>> BearerTokenAuthenticator::authenticate(const Credentials& credentials) const {
  BearerHeader header = parse_bearer_header(credentials.authorization);
  if (!header.token.empty()) {
    auto identity = co_await authenticate_token(header.token, credentials.audiences);
    if (identity || credentials.websocket_protocols.empty()) co_return identity;
  }
  PINTLE_CO_TRY(std::string token, token_of_websocket_protocols(credentials.websocket_protocols));
  if (!token.empty()) co_return co_await authenticate_token(token, credentials.audiences);
  if (!header.token.empty()) co_return refuse("invalid bearer token");
  co_return Identity{.warning = header.extra_space ? kExtraSpaceWarning : std::string_view()};
}

}  // namespace pintle::auth
