#include "audit/source_ips.h"

#include <algorithm>

#include "base/ip_address.h"

namespace pintle::audit {
namespace {

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<std::string> source_ips(std::string_view forwarded_for, std::string_view real_ip, std::string_view remote) {
  std::vector<IpAddress> addresses;
  while (!forwarded_for.empty()) {
    const size_t comma = forwarded_for.find(',');
    if (const auto address = IpAddress::parse(trimmed(forwarded_for.substr(0, comma)))) addresses.push_back(*address);
    forwarded_for.remove_prefix(comma == std::string_view::npos ? forwarded_for.size() : comma + 1);
  }
  if (const auto address = IpAddress::parse(real_ip); address && std::ranges::find(addresses, *address) == addresses.end())
    addresses.push_back(*address);
  if (const auto address = IpAddress::parse(remote); address && (addresses.empty() || addresses.back() != *address))
    addresses.push_back(*address);
  std::vector<std::string> texts;
  for (const IpAddress& address : addresses) texts.push_back(address.to_string());
  return texts;
}

}  // namespace pintle::audit
