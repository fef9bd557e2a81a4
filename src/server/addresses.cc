#include "server/addresses.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/ip_address.h"

namespace pintle::server {
namespace {

// Addresses of documentation networks (RFC 5737, RFC 3849). Connecting a UDP socket there sends nothing; it only makes the kernel
// choose the address that the default route starts from.
constexpr const char* kFarAwayV4 = "192.0.2.1";
constexpr const char* kFarAwayV6 = "2001:db8::1";

std::optional<std::string> default_route_address(bool v4) {
  sockaddr_storage address = {};
  auto* in4 = reinterpret_cast<sockaddr_in*>(&address);
  auto* in6 = reinterpret_cast<sockaddr_in6*>(&address);
  address.ss_family = v4 ? AF_INET : AF_INET6;
  const auto far_address = IpAddress::parse(v4 ? kFarAwayV4 : kFarAwayV6);
  const std::string_view far_away = far_address->bytes();  // lives as long as far_address
  std::ranges::copy(far_away, v4 ? reinterpret_cast<char*>(&in4->sin_addr) : reinterpret_cast<char*>(&in6->sin6_addr));
  (v4 ? in4->sin_port : in6->sin6_port) = htons(9);
  socklen_t size = v4 ? sizeof *in4 : sizeof *in6;
  int fd = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  bool known = fd >= 0 && connect(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
               getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (fd >= 0) close(fd);
  if (!known) return std::nullopt;
  return IpAddress::of_bytes({v4 ? reinterpret_cast<char*>(&in4->sin_addr) : reinterpret_cast<char*>(&in6->sin6_addr), far_away.size()})
      .to_string();
}

// Whether `name` may stand in a certificate: letters, digits, dots and dashes.
bool is_dns_name(const std::string& name) {
  auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return !name.empty() && std::ranges::all_of(name, allowed);
}

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

}  // namespace

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string advertised_address(const Options& options) {
  if (auto given = IpAddress::parse(options.advertise_address); given && !given->is_unspecified()) return given->to_string();
  auto bound = IpAddress::parse(options.bind_address);
  if (bound && !bound->is_unspecified() && !bound->is_loopback()) return bound->to_string();
  bool v4 = IpRange::parse(options.service_cluster_ip_ranges.at(0))->is_v4();
  if (auto address = default_route_address(v4)) return *address;
  return v4 ? "127.0.0.1" : "::1";
}

std::string kubernetes_service_address(const Options& options) {
  return IpRange::parse(options.service_cluster_ip_ranges.at(0))->at(1)->to_string();
}

CertificatePlan certificate_plan(const Options& options) {
  CertificatePlan plan{.pki_dir = options.data_dir + "/pki", .cert_dir = options.cert_dir};
  plan.dns_names = {"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"};
  if (std::string host = host_name(); is_dns_name(host)) add_once(plan.dns_names, host);
  plan.addresses = {"127.0.0.1", "::1"};
  add_once(plan.addresses, kubernetes_service_address(options));
  add_once(plan.addresses, advertised_address(options));
  if (auto bound = IpAddress::parse(options.bind_address); bound && !bound->is_unspecified()) add_once(plan.addresses, bound->to_string());
  return plan;
}

}  // namespace pintle::server
