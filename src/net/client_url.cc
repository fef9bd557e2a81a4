#include "net/client_url.h"

#include <algorithm>
#include <charconv>

#include "base/go_text.h"
#include "net/client_fault.h"

namespace pintle::net {
namespace {

std::unexpected<Status> bad_url(std::string_view url, std::string_view why) {
  return fail(client_fault(ClientFault::kRequest, "parse " + go_quoted(std::string(url)) + ": " + std::string(why)));
}

bool is_plain(char c) { return c > ' ' && c < 0x7f; }

}  // namespace

Result<HostPort> HostPort::parse(std::string_view text, uint16_t default_port) {
  HostPort parsed{.host = std::string(text), .port = default_port};
  size_t colon = text.rfind(':');
  if (text.starts_with('[')) {
    const size_t end = text.find(']');
    if (end == std::string_view::npos) return bad_url(text, "missing ']' in host");
    parsed.host = std::string(text.substr(1, end - 1));
    colon = end + 1 < text.size() ? end + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && text[colon] != ':') return bad_url(text, "invalid character after ']' in host");
  } else if (colon != std::string_view::npos) {
    parsed.host = std::string(text.substr(0, colon));
  }
  if (parsed.host.empty()) return bad_url(text, "no Host in request URL");
  if (colon == std::string_view::npos || colon + 1 == text.size()) return parsed;
  const std::string_view digits = text.substr(colon + 1);
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed.port);
  if (error != std::errc() || end != digits.data() + digits.size())
    return bad_url(text, "invalid port " + go_quoted(":" + std::string(digits)) + " after host");
  return parsed;
}

Result<ClientUrl> ClientUrl::parse(std::string_view url) {
  ClientUrl parsed;
  if (!std::ranges::all_of(url, is_plain)) return bad_url(url, "net/url: invalid control character in URL");
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return bad_url(url, "unsupported protocol scheme \"\"");
  std::string name(url.substr(0, scheme));
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name != "http" && name != "https") return bad_url(url, "unsupported protocol scheme " + go_quoted(name));
  parsed.tls = name == "https";
  std::string_view rest = url.substr(scheme + 3);
  const size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  parsed.authority = std::string(rest.substr(0, end));
  if (parsed.authority.find('@') != std::string::npos) return bad_url("", "credentials in a URL are not supported");
  PINTLE_TRY(HostPort place, HostPort::parse(parsed.authority, parsed.tls ? 443 : 80));
  parsed.host = std::move(place.host);
  parsed.port = place.port;
  parsed.target = std::string(rest.substr(end, rest.find('#') - end));
  if (!parsed.target.starts_with('/')) parsed.target.insert(0, "/");
  return parsed;
}

std::string join_host_port(std::string_view host, uint16_t port) {
  const bool v6 = host.find(':') != std::string_view::npos;
  return (v6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port);
}

}  // namespace pintle::net
