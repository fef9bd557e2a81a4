#include "proxy/location.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <random>

#include "base/go_text.h"
#include "proxy/read_object.h"
#include "views/core_v1.h"

namespace pintle::proxy {
namespace {

using core::v1::EndpointAddress;
using core::v1::EndpointPort;
using core::v1::Endpoints;
using core::v1::EndpointSubset;
using core::v1::Pod;

// "https:web:443" in its parts.
struct Id {
  std::string scheme, name, port;
};

Result<Id> split_id(std::string_view id, std::string_view what) {
  constexpr std::array<std::string_view, 3> kSchemes = {"", "http", "https"};
  const auto refused = fail(Status::bad_request("invalid " + std::string(what) + " request " + go_quoted(id)));
  const auto colons = std::ranges::count(id, ':');
  if (colons > 2) return refused;
  Id parts;
  if (colons == 2) {
    parts.scheme = id.substr(0, id.find(':'));
    id.remove_prefix(parts.scheme.size() + 1);
  }
  parts.name = id.substr(0, id.find(':'));
  if (colons > 0) parts.port = id.substr(parts.name.size() + 1);
  if (parts.name.empty() || std::ranges::find(kSchemes, parts.scheme) == kSchemes.end()) return refused;
  return parts;
}

Location location_of(std::string_view scheme, std::string_view host, std::string port) {
  return {.scheme = std::string(scheme.empty() ? "http" : scheme), .host = std::string(host), .port = std::move(port)};
}

std::optional<int64_t> number_of(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string first_port(Pod pod) {
  for (const core::v1::Container container : pod.spec().containers())
    for (const core::v1::ContainerPort port : container.ports()) return std::to_string(port.container_port());
  return "";
}

// The name of the Service's port of this number.
Result<std::string> port_name(const api::Call& call, std::string_view service_name, int64_t number) {
  PINTLE_TRY(const object::Document document, read_object(call, "services", call.info.namespace_, service_name));
  for (const core::v1::ServicePort port : core::v1::Service(&document.root()).spec().ports())
    if (port.port() == number) return std::string(port.name());
  return fail(Status::service_unavailable("no service port " + std::to_string(number) + " found for service " + go_quoted(service_name)));
}

// Only Pods of the same namespace are reached, at an address of their own.
bool is_pod(const api::Call& call, EndpointAddress address) {
  const auto target = address.target_ref();
  if (!target || target.namespace_() != call.info.namespace_) return false;
  const auto document = read_object(call, "pods", target.namespace_(), target.name());
  if (!document) return false;
  for (const core::v1::PodIP ip : Pod(&document->root()).status().pod_ips())
    if (ip.ip() == address.ip()) return true;
  return false;
}

size_t any_of(size_t count) {
  thread_local std::minstd_rand random(std::random_device{}());
  return std::uniform_int_distribution<size_t>(0, count - 1)(random);
}

std::optional<std::string> any_pod(const api::Call& call, EndpointSubset subset) {
  std::vector<EndpointAddress> addresses;
  for (const EndpointAddress address : subset.addresses()) addresses.push_back(address);
  if (addresses.empty()) return std::nullopt;
  std::ranges::rotate(addresses, addresses.begin() + static_cast<std::ptrdiff_t>(any_of(addresses.size())));
  for (const EndpointAddress address : addresses)
    if (is_pod(call, address)) return std::string(address.ip());
  return std::nullopt;
}

}  // namespace

std::string Location::text() const {
  const std::string bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return scheme + "://" + bracketed + (port.empty() ? "" : ":" + port);
}

bool is_global_unicast(const IpAddress& address) {
  const auto first = static_cast<unsigned char>(address.bytes()[0]);
  const bool is_multicast = address.is_v4() ? first >= 0xe0 && first < 0xf0 : first == 0xff;
  const bool is_broadcast = address.bytes() == std::string_view("\xff\xff\xff\xff", 4);
  return !is_multicast && !is_broadcast && !address.is_unspecified() && !address.is_loopback() && !address.is_link_local();
}

Result<Location> locate_pod(const api::Call& call) {
  PINTLE_TRY(Id id, split_id(call.info.name, "pod"));
  PINTLE_TRY(const object::Document document, read_object(call, "pods", call.info.namespace_, id.name));
  const Pod pod(&document.root());
  if (id.port.empty()) id.port = first_port(pod);
  const auto addresses = pod.status().pod_ips();
  const auto address = addresses.empty() ? std::nullopt : IpAddress::parse((*addresses.begin()).ip());
  if (!address || !is_global_unicast(*address)) return fail(Status::bad_request("address not allowed"));
  return location_of(id.scheme, (*addresses.begin()).ip(), std::move(id.port));
}

Result<Location> locate_service(const api::Call& call) {
  PINTLE_TRY(Id id, split_id(call.info.name, "service"));
  if (const auto number = number_of(id.port)) {
    PINTLE_TRY(id.port, port_name(call, id.name, *number));
  }
  PINTLE_TRY(const object::Document document, read_object(call, "endpoints", call.info.namespace_, id.name));
  std::vector<EndpointSubset> subsets;
  for (const EndpointSubset subset : Endpoints(&document.root()).subsets()) subsets.push_back(subset);
  if (subsets.empty()) return fail(Status::service_unavailable("no endpoints available for service " + go_quoted(id.name)));
  std::ranges::rotate(subsets, subsets.begin() + static_cast<std::ptrdiff_t>(any_of(subsets.size())));
  for (const EndpointSubset subset : subsets) {
    for (const EndpointPort port : subset.ports()) {
      if (port.name() != id.port) continue;
      if (const auto host = any_pod(call, subset)) return location_of(id.scheme, *host, std::to_string(port.port()));
    }
  }
  return fail(Status::service_unavailable("no endpoints available for service " + go_quoted(call.info.name)));
}

Result<Location> locate_node(const api::Call& call, const Kubelets& kubelets) {
  PINTLE_TRY(Id id, split_id(call.info.name, "node"));
  PINTLE_TRY(const Kubelets::Address kubelet, kubelets.find(call, id.name));
  if (const auto address = IpAddress::parse(kubelet.host); address && !is_global_unicast(*address))
    return fail(Status::bad_request("address not allowed"));
  const std::string port = std::to_string(kubelet.port);
  if (!id.port.empty() && id.port != port) return location_of(id.scheme, kubelet.host, id.port);
  return Location{.scheme = "https", .host = kubelet.host, .port = port, .is_kubelet = true};
}

}  // namespace pintle::proxy
