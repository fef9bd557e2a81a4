#include "base/go_url.h"

#include <algorithm>
#include <string>

#include "base/go_text.h"

namespace pintle {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::unexpected<Status> parse_error(std::string_view text, std::string_view fault) {
  return fail(Status::bad_request("parse " + go_quoted(text) + ": " + std::string(fault)));
}

// What is before the first ':' when that is a scheme. nullopt: ':' comes first.
std::optional<std::string_view> scheme_of(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_letter(c)) continue;
    if (is_digit(c) || c == '+' || c == '-' || c == '.') {
      if (i == 0) return "";
      continue;
    }
    if (c != ':') return "";
    if (i == 0) return std::nullopt;
    return text.substr(0, i);
  }
  return "";
}

// The first escape that is none.
std::optional<std::string> bad_escape(std::string_view text) {
  for (size_t at = 0; (at = text.find('%', at)) != std::string_view::npos; at += 3)
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2]))
      return "invalid URL escape " + go_quoted(text.substr(at, 3));
  return std::nullopt;
}

std::optional<std::string> bad_host(std::string_view host) {
  const size_t bracket = host.find(']');
  std::string_view port;
  if (host.starts_with('[')) {
    if (bracket == std::string_view::npos) return "missing ']' in host";
    port = host.substr(bracket + 1);
  } else if (const size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
  }
  const bool valid_port = port.empty() || (port[0] == ':' && std::ranges::all_of(port.substr(1), is_digit));
  if (!valid_port) return "invalid port " + go_quoted(port) + " after host";
  for (const char c : host)
    if (std::string_view(" \"<>\\^`{|}").find(c) != std::string_view::npos)
      return "invalid character " + go_quoted(std::string_view(&c, 1)) + " in host name";
  return bad_escape(host);
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Cuts what follows the first `mark`.
std::string_view cut(std::string_view& text, char mark) {
  const size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

Result<GoUrl> GoUrl::parse(std::string_view text) {
  GoUrl url;
  std::string_view rest = text;
  url.fragment = cut(rest, '#');
  const std::string_view whole = rest;
  if (has_control_character(rest)) return parse_error(whole, "net/url: invalid control character in URL");
  const auto scheme = scheme_of(rest);
  if (!scheme) return parse_error(whole, "missing protocol scheme");
  if (!scheme->empty()) rest.remove_prefix(scheme->size() + 1);
  url.scheme = lower(*scheme);
  url.query = cut(rest, '?');
  if (!rest.starts_with('/')) {
    if (!scheme->empty()) return url;  // opaque
    if (rest.substr(0, rest.find('/')).find(':') != std::string_view::npos)
      return parse_error(whole, "first path segment in URL cannot contain colon");
  }
  if (rest.starts_with("//") && (!scheme->empty() || !rest.starts_with("///"))) {
    std::string_view authority = rest.substr(2);
    const size_t slash = authority.find('/');
    rest = slash == std::string_view::npos ? std::string_view() : authority.substr(slash);
    authority = authority.substr(0, slash);
    if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
      url.user = authority.substr(0, at);
      authority.remove_prefix(at + 1);
    }
    if (const auto fault = bad_host(authority)) return parse_error(whole, *fault);
    url.host = authority;
  }
  if (const auto fault = bad_escape(rest)) return parse_error(whole, *fault);
  if (const auto fault = bad_escape(url.fragment)) return parse_error(text, *fault);
  url.path = rest;
  return url;
}

}  // namespace pintle
