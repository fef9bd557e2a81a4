#include "server/http_address.h"

#include <charconv>

namespace pintle::server {

Result<HttpAddress> parse_http_address(std::string_view url) {
  const auto refuse = [&](std::string_view why) { return fail(Status::bad_request(std::string(url) + ": " + std::string(why))); };
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return refuse("only http:// is spoken here");
  std::string_view rest = url.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refuse("must be http://host:port");
  HttpAddress address{.host = std::string(rest.substr(0, colon))};
  const std::string_view port = rest.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size()) return refuse("must be http://host:port");
  const bool bracketed = address.host.starts_with('[') && address.host.ends_with(']');
  if (bracketed) address.host = address.host.substr(1, address.host.size() - 2);
  if (address.host.empty() || address.host.find_first_of(bracketed ? "/[]" : "/[]:") != std::string::npos) {
    return refuse("must be http://host:port");
  }
  return address;
}

}  // namespace pintle::server
