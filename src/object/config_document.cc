#include "object/config_document.h"

#include <algorithm>

#include "base/go_text.h"
#include "object/yaml.h"

namespace pintle::object {
namespace {

bool is_json(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

Result<Decoded> decode(const schema::Type& type, const Bytes& text, Strictness strictness) {
  const JsonDecodeOptions options{.strictness = strictness};
  return is_json(text) ? decode_json(type, text, options) : decode_yaml(type, text, options);
}

std::string_view member(const Value& root, std::string_view key) {
  const Value* value = root.is_map() ? root.get(key) : nullptr;
  return value && value->is_string() ? value->as_string() : std::string_view();
}

std::unexpected<Status> refuse(std::string why) { return fail(Status::bad_request(std::move(why))); }

bool is_version_of(std::string_view api_version, const ConfigKind& wanted) {
  const size_t slash = api_version.find('/');
  return slash != std::string_view::npos && api_version.substr(0, slash) == wanted.group &&
         std::ranges::find(wanted.versions, api_version.substr(slash + 1)) != wanted.versions.end();
}

// What the text says that it is, before it is read as that.
Result<void> check_kind(const ConfigKind& wanted, const Bytes& text) {
  auto plain = decode(any_type(), text, Strictness::kLenient);
  if (!plain) return refuse("couldn't get version/kind; json parse error: " + plain.error().message());
  const Value& root = plain->document.root();
  const std::string_view kind = member(root, "kind");
  const std::string_view version = member(root, "apiVersion");
  if (kind.empty()) return refuse("Object 'Kind' is missing in '" + std::string(text.view()) + "'");
  if (version.empty()) return refuse("Object 'apiVersion' is missing in '" + std::string(text.view()) + "'");
  if (is_version_of(version, wanted)) {
    if (kind == wanted.kind) return {};
    const bool is_other = std::ranges::find(wanted.other_kinds, kind) != wanted.other_kinds.end();
    if (is_other) return refuse("expected " + std::string(wanted.kind) + ", got *apiserver." + std::string(kind));
  }
  return refuse("no kind " + go_quoted(kind) + " is registered for version " + go_quoted(version) + " in scheme " +
                go_quoted(wanted.scheme));
}

}  // namespace

Result<Decoded> decode_config(const ConfigKind& wanted, const Bytes& text) {
  PINTLE_TRY_VOID(check_kind(wanted, text));
  return decode(*wanted.type, text, Strictness::kStrict);
}

std::string strict_fault(const std::vector<std::string>& strict_errors) {
  std::string text;
  for (const std::string& error : strict_errors) text += (text.empty() ? "strict decoding error: " : ", ") + error;
  return text;
}

}  // namespace pintle::object
