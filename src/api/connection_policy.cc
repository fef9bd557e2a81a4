#include "api/connection_policy.h"

#include <algorithm>
#include <array>
#include <random>

#include "api/status_body.h"

namespace pintle::api {
namespace {

constexpr std::string_view kStoppingRetryAfterSeconds = "5";

// Probes and the server's own calls.
bool is_exempt(const net::Request& request) {
  constexpr std::array<std::string_view, 4> kPaths = {"/readyz", "/livez", "/healthz", "/metrics"};
  return request.headers.get("user-agent").starts_with("kube-apiserver/") ||
         std::ranges::any_of(kPaths, [&](std::string_view path) { return request.path.starts_with(path); });
}

bool happens(double chance) {
  thread_local std::minstd_rand source{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(source) < chance;
}

}  // namespace

std::optional<net::Response> ConnectionPolicy::refuse(const net::Request& request) const {
  if (!settings_.refuse_while_stopping || !stopping_.load(std::memory_order_relaxed) || is_exempt(request)) return std::nullopt;
  net::Response response = text_response(429, "The apiserver is shutting down, please try again later.\n");
  response.headers.set("connection", "close");
  response.headers.set("retry-after", std::string(kStoppingRetryAfterSeconds));
  return response;
}

void ConnectionPolicy::decorate(const net::Request& request, net::Response& response) const {
  settings_.cors.allow(request, response.headers);
  if (!settings_.strict_transport_security.empty()) response.headers.set("strict-transport-security", settings_.strict_transport_security);
  if (settings_.goaway_chance > 0 && request.version == 20 && happens(settings_.goaway_chance)) response.headers.set("connection", "close");
}

}  // namespace pintle::api
