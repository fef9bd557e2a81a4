#include "server/connection_options.h"

#include <algorithm>
#include <array>

#include "api/cors.h"
#include "base/go_text.h"

namespace pintle::server {
namespace {

using Faults = std::vector<std::string>;

void check_hsts(const std::vector<std::string>& directives, Faults& faults) {
  for (const std::string& directive : directives) {
    if (directive.find_first_not_of(" \t\r\n") == std::string::npos) {
      faults.emplace_back("empty value in strict-transport-security-directives");
      continue;
    }
    if (directive == "includeSubDomains" || directive == "preload") continue;
    if (directive.starts_with("max-age=") && std::ranges::count(directive, '=') == 1) continue;
    faults.emplace_back(
        "--strict-transport-security-directives invalid, allowed values: max-age=expireTime, includeSubDomains, preload. see "
        "https://tools.ietf.org/html/rfc6797#section-6.1 for more information");
  }
}

void check_tls(const ConnectionOptions& options, Faults& faults) {
  constexpr std::array<std::string_view, 5> kVersions = {"", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"};
  if (std::ranges::find(kVersions, options.tls_min_version) == kVersions.end())
    faults.push_back("unknown tls version " + go_quoted(options.tls_min_version));
}

}  // namespace

SniFiles sni_files(const std::string& item) {
  const size_t colon = item.find(':');
  const size_t comma = item.find(',');
  SniFiles files{.certificate = item.substr(0, comma),
                 .key = item.substr(comma + 1, colon == std::string::npos ? colon : colon - comma - 1)};
  for (size_t at = colon; at != std::string::npos;) {
    const size_t next = item.find(',', at + 1);
    files.names.push_back(item.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return files;
}

void check_connection_options(const ConnectionOptions& options, Faults& faults) {
  if (options.requests_in_flight_max < 0) faults.emplace_back("--max-requests-inflight can not be negative value");
  if (options.mutating_requests_in_flight_max < 0) faults.emplace_back("--max-mutating-requests-inflight can not be negative value");
  if (options.priority_and_fairness && options.requests_in_flight_max + options.mutating_requests_in_flight_max == 0)
    faults.emplace_back(
        "invalid configuration: MaxRequestsInFlight=0 and MaxMutatingRequestsInFlight=0; they must add up to something positive");
  if (options.goaway_chance < 0 || options.goaway_chance > 0.02)
    faults.emplace_back("--goaway-chance can not be less than 0 or greater than 0.02");
  check_hsts(options.hsts_directives, faults);
  for (const std::string& pattern : options.cors_allowed_origins) {
    if (auto cors = api::Cors::create({pattern}); !cors) faults.push_back(cors.error().message());
  }
  check_tls(options, faults);
}

}  // namespace pintle::server
