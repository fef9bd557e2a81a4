#include "base/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace pintle {

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  std::string terminated(text);
  IpAddress address;
  for (int family : {AF_INET, AF_INET6}) {
    address.v4_ = family == AF_INET;
    if (inet_pton(family, terminated.c_str(), address.bytes_.data()) == 1) return address;
  }
  return std::nullopt;
}

IpAddress IpAddress::of_bytes(std::string_view bytes) {
  PINTLE_CHECK(bytes.size() == 4 || bytes.size() == 16);
  IpAddress address;
  address.v4_ = bytes.size() == 4;
  std::ranges::copy(bytes, reinterpret_cast<char*>(address.bytes_.data()));
  return address;
}

bool IpAddress::is_unspecified() const {
  return std::ranges::all_of(bytes_, [](uint8_t byte) { return byte == 0; });
}

bool IpAddress::is_loopback() const {
  if (v4_) return bytes_[0] == 127;
  return bytes_[15] == 1 && std::all_of(bytes_.begin(), bytes_.end() - 1, [](uint8_t byte) { return byte == 0; });
}

bool IpAddress::is_link_local() const {
  if (v4_) return bytes_[0] == 169 && bytes_[1] == 254;
  return bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80;
}

bool IpAddress::is_link_local_multicast() const {
  if (v4_) return bytes_[0] == 224 && bytes_[1] == 0 && bytes_[2] == 0;
  return bytes_[0] == 0xff && (bytes_[1] & 0x0f) == 0x02;
}

std::string IpAddress::to_string() const {
  char text[INET6_ADDRSTRLEN];
  return inet_ntop(v4_ ? AF_INET : AF_INET6, bytes_.data(), text, sizeof text);
}

std::optional<IpRange> IpRange::parse(std::string_view text) {
  size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  std::string_view digits = text.substr(slash + 1);
  IpRange range;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), range.prefix_bits_);
  bool number = error == std::errc() && end == digits.data() + digits.size() && digits[0] != '-';
  if (!number || range.prefix_bits_ > (address->v4_ ? 32 : 128)) return std::nullopt;
  range.first_ = *address;
  for (int bit = range.prefix_bits_; bit < 128; ++bit) range.first_.bytes_[bit / 8] &= static_cast<uint8_t>(~(0x80 >> bit % 8));
  return range;
}

uint64_t IpRange::size() const {
  int host_bits = (is_v4() ? 32 : 128) - prefix_bits_;
  return uint64_t{1} << std::min(host_bits, 62);
}

std::optional<IpAddress> IpRange::at(uint64_t index) const {
  if (index >= size()) return std::nullopt;
  IpAddress address = first_;
  // The host bits of the first address are zero: adding is setting them.
  for (int byte = is_v4() ? 3 : 15; index > 0; --byte, index >>= 8) address.bytes_[byte] |= static_cast<uint8_t>(index);
  return address;
}

bool IpRange::contains(const IpAddress& address) const {
  if (address.is_v4() != is_v4()) return false;
  for (int bit = 0; bit < prefix_bits_; ++bit)
    if ((address.bytes_[bit / 8] ^ first_.bytes_[bit / 8]) & (0x80 >> bit % 8)) return false;
  return true;
}

std::optional<uint64_t> IpRange::index_of(const IpAddress& address) const {
  if (!contains(address)) return std::nullopt;
  uint64_t index = 0;
  const int bytes = is_v4() ? 4 : 16;
  for (int byte = 0; byte < bytes; ++byte) {
    const auto host = static_cast<uint8_t>(address.bytes_[byte] ^ first_.bytes_[byte]);
    if (index >= uint64_t{1} << 54) return uint64_t{1} << 62;
    index = index << 8 | host;
  }
  return std::min(index, uint64_t{1} << 62);
}

bool IpRange::contains(const IpRange& other) const { return other.prefix_bits_ >= prefix_bits_ && contains(other.first_); }

std::string IpRange::to_string() const { return first_.to_string() + "/" + std::to_string(prefix_bits_); }

}  // namespace pintle
