#include "groups/allocation/port_bitmap.h"

#include <charconv>

namespace pintle::groups {
namespace {

constexpr StaticPart kPorts = {.min = 16, .max = 128, .step = 32};

std::optional<int32_t> parse_port(std::string_view text) {
  int32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 0 || port > 65535) return std::nullopt;
  return port;
}

}  // namespace

std::optional<NodePortRange> NodePortRange::parse(std::string_view text) {
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = parse_port(text.substr(0, dash));
  const auto last = parse_port(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return NodePortRange{*first, *last};
}

PortBitmap::PortBitmap(NodePortRange range, std::string_view data) : PortBitmap(range) {
  for (size_t i = 0; i < data.size(); ++i) {
    const auto byte = static_cast<uint8_t>(data[data.size() - 1 - i]);
    for (size_t bit = 0; bit < 8; ++bit)
      if ((byte >> bit & 1) && i * 8 + bit < taken_.size()) taken_[i * 8 + bit] = true;
  }
}

std::string PortBitmap::data() const {
  std::string little_endian((taken_.size() + 7) / 8, '\0');
  for (size_t i = 0; i < taken_.size(); ++i)
    if (taken_[i]) little_endian[i / 8] = static_cast<char>(static_cast<uint8_t>(little_endian[i / 8]) | 1 << i % 8);
  while (!little_endian.empty() && little_endian.back() == '\0') little_endian.pop_back();
  return {little_endian.rbegin(), little_endian.rend()};
}

void PortBitmap::take(int32_t port) {
  if (range_.contains(port)) taken_[static_cast<size_t>(port - range_.first)] = true;
}

void PortBitmap::release(int32_t port) {
  if (range_.contains(port)) taken_[static_cast<size_t>(port - range_.first)] = false;
}

std::optional<int32_t> PortBitmap::find_free(const RandomBelow& random) const {
  const uint64_t dynamic_first = static_part(range_.size(), kPorts);
  if (auto found = find_from(dynamic_first, range_.size(), random)) return found;
  return find_from(0, dynamic_first, random);
}

std::optional<int32_t> PortBitmap::find_from(uint64_t first, uint64_t end, const RandomBelow& random) const {
  if (first == end) return std::nullopt;
  const uint64_t start = random(end - first);
  for (uint64_t i = 0; i < end - first; ++i) {
    const uint64_t at = first + (start + i) % (end - first);
    if (!taken_[at]) return range_.first + static_cast<int32_t>(at);
  }
  return std::nullopt;
}

std::vector<int32_t> PortBitmap::ports() const {
  std::vector<int32_t> ports;
  for (size_t i = 0; i < taken_.size(); ++i)
    if (taken_[i]) ports.push_back(range_.first + static_cast<int32_t>(i));
  return ports;
}

}  // namespace pintle::groups
