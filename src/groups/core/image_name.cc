#include "groups/core/image_name.h"

#include <algorithm>
#include <optional>

namespace pintle::core {
namespace {

constexpr std::string_view kLatest = "latest";
constexpr std::string_view kDockerHub = "docker.io";
constexpr std::string_view kDockerIndex = "index.docker.io";
constexpr size_t kPathBytesMax = 255;
constexpr size_t kTagBytesMax = 128;
constexpr size_t kIdentifierBytes = 64;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }
bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_hex(char c) { return is_lower_hex(c) || (c >= 'A' && c <= 'F'); }

// One of ".", "_", "__" or any number of "-".
bool is_separator(std::string_view text) {
  return text == "." || text == "_" || text == "__" || std::ranges::all_of(text, [](char c) { return c == '-'; });
}

bool is_path_component(std::string_view text) {
  const auto is_atom = [](char c) { return is_lower(c) || is_digit(c); };
  if (text.empty() || !is_atom(text.front()) || !is_atom(text.back())) return false;
  for (size_t at = 0; at < text.size();) {
    if (is_atom(text[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (!is_atom(text[end])) ++end;
    if (!is_separator(text.substr(at, end - at))) return false;
    at = end;
  }
  return true;
}

bool is_path(std::string_view text) {
  for (;;) {
    const size_t slash = text.find('/');
    if (!is_path_component(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

bool is_domain_component(std::string_view text) {
  return !text.empty() && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain_name(std::string_view text) {
  for (;;) {
    const size_t dot = text.find('.');
    if (!is_domain_component(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_bracketed_address(std::string_view text) {
  return text.size() > 2 && text.front() == '[' && text.back() == ']' &&
         std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) { return is_hex(c) || c == ':'; });
}

bool is_domain_with_port(std::string_view text) {
  const size_t colon = text.rfind(':');
  const size_t bracket = text.rfind(']');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || !std::ranges::all_of(port, is_digit)) return false;
    text = text.substr(0, colon);
  }
  return is_domain_name(text) || is_bracketed_address(text);
}

// Whether what stands before the first slash names a registry; else it is part of a path on Docker Hub.
bool names_registry(std::string_view text) {
  return text == "localhost" || text == kDockerIndex || text.find_first_of(".:") != std::string_view::npos ||
         std::ranges::any_of(text, is_upper);
}

bool is_name(std::string_view name) {
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos) return is_path(name) && name.size() + sizeof("library/") - 1 <= kPathBytesMax;
  const std::string_view domain = name.substr(0, slash);
  const std::string_view path = name.substr(slash + 1);
  if (!names_registry(domain)) return is_path(name) && name.size() <= kPathBytesMax;
  if (is_domain_with_port(domain)) {
    const bool library = (domain == kDockerHub || domain == kDockerIndex) && path.find('/') == std::string_view::npos;
    return is_path(path) && path.size() + (library ? sizeof("library/") - 1 : 0) <= kPathBytesMax;
  }
  return is_path(name) && name.size() <= kPathBytesMax;
}

bool is_tag(std::string_view tag) {
  const auto is_word = [](char c) { return is_alphanumeric(c) || c == '_'; };
  return !tag.empty() && tag.size() <= kTagBytesMax && is_word(tag.front()) &&
         std::ranges::all_of(tag, [&](char c) { return is_word(c) || c == '.' || c == '-'; });
}

bool is_digest(std::string_view digest) {
  struct Algorithm {
    std::string_view prefix;
    size_t digits;
  };
  for (const Algorithm algorithm : {Algorithm{"sha256:", 64}, Algorithm{"sha384:", 96}, Algorithm{"sha512:", 128}}) {
    if (!digest.starts_with(algorithm.prefix)) continue;
    const std::string_view digits = digest.substr(algorithm.prefix.size());
    return digits.size() == algorithm.digits && std::ranges::all_of(digits, is_lower_hex);
  }
  return false;
}

}  // namespace

std::string_view image_tag(std::string_view image) {
  if (image.size() == kIdentifierBytes && std::ranges::all_of(image, is_lower_hex)) return {};
  const size_t at = image.find('@');
  const bool has_digest = at != std::string_view::npos;
  if (has_digest && !is_digest(image.substr(at + 1))) return {};
  std::string_view name = image.substr(0, at);
  std::string_view tag = has_digest ? std::string_view() : kLatest;
  const size_t slash = name.rfind('/');
  const size_t colon = name.rfind(':');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    tag = name.substr(colon + 1);
    if (!is_tag(tag)) return {};
    name = name.substr(0, colon);
  }
  return is_name(name) ? tag : std::string_view();
}

std::string_view default_pull_policy(std::string_view image) { return image_tag(image) == kLatest ? "Always" : "IfNotPresent"; }

}  // namespace pintle::core
