#include "api/continue_token.h"

#include <optional>

#include "base/base64url.h"
#include "object/json.h"

namespace pintle::api {
namespace {

Status invalid(std::string_view why) {
  return Status::bad_request("invalid continue token: continue key is not valid: " + std::string(why));
}

// A path without empty, "." or ".." parts; a NUL may end it.
bool is_clean(std::string_view path) {
  for (;;) {
    const size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string encode_continue(const ContinueToken& token, std::string_view key_prefix) {
  std::string json = "{\"v\":\"meta.k8s.io/v1\",\"rv\":" + std::to_string(token.revision) + ",\"start\":";
  object::append_json_string(std::string_view(token.start_key).substr(key_prefix.size()), json);
  return base64url_encode(json + "}");
}

Result<ContinueToken> decode_continue(std::string_view text, std::string_view key_prefix) {
  size_t fault = 0;
  const std::optional<std::string> json = base64url_decode(text, fault);
  if (!json) return fail(invalid("illegal base64 data at input byte " + std::to_string(fault)));
  const auto decoded = object::decode_json(object::any_type(), Bytes::copy(*json));
  if (!decoded) return fail(invalid(decoded.error().message()));
  const object::Value& root = decoded->document.root();
  const object::Value* version = root.get("v");
  const object::Value* revision = root.get("rv");
  const object::Value* start = root.get("start");
  if (!version || version->as_string() != "meta.k8s.io/v1")
    return fail(invalid("server does not recognize this encoded version " + std::string(version ? version->as_string() : "")));
  if (!revision || revision->as_int() == 0) return fail(invalid("incorrect encoded start resourceVersion (version meta.k8s.io/v1)"));
  if (!start || start->as_string().empty()) return fail(invalid("encoded start key empty (version meta.k8s.io/v1)"));
  std::string_view key = start->as_string();
  if (key.starts_with('/')) key.remove_prefix(1);
  if (!is_clean(key)) return fail(invalid(start->as_string()));
  return ContinueToken{.start_key = std::string(key_prefix) + std::string(key), .revision = revision->as_int()};
}

}  // namespace pintle::api
