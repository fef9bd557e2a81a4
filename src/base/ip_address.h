// IpAddress and IpRange: IPv4 and IPv6 addresses, and CIDR ranges of them, as numbers.
//
//   IpRange::parse("10.0.0.0/24")->at(1)->to_string()   // "10.0.0.1"
//
// Source: Go's net.ParseIP and net.ParseCIDR, except that IPv4 octets must not have leading zeros; k8s.io/utils/net.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pintle {

class IpAddress {
 public:
  static std::optional<IpAddress> parse(std::string_view text);
  // 4 or 16 bytes in network order.
  static IpAddress of_bytes(std::string_view bytes);

  bool is_v4() const { return v4_; }
  bool is_unspecified() const;
  bool is_loopback() const;
  bool is_link_local() const;            // 169.254.0.0/16, fe80::/10
  bool is_link_local_multicast() const;  // 224.0.0.0/24, ff?2::
  std::string to_string() const;
  // Network order; 4 bytes or 16.
  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), v4_ ? size_t{4} : size_t{16}}; }
  bool operator==(const IpAddress&) const = default;

 private:
  friend class IpRange;
  bool v4_ = false;
  std::array<uint8_t, 16> bytes_ = {};
};

class IpRange {
 public:
  // "10.0.0.1/24" is 10.0.0.0/24.
  static std::optional<IpRange> parse(std::string_view text);

  bool is_v4() const { return first_.is_v4(); }
  int prefix_bits() const { return prefix_bits_; }
  // Number of addresses, at most 2^62.
  uint64_t size() const;
  // The address so many after the first; nullopt past the end.
  std::optional<IpAddress> at(uint64_t index) const;
  bool contains(const IpAddress& address) const;
  // How far after the first the address is, at most 2^62; nullopt when it is not in the range.
  std::optional<uint64_t> index_of(const IpAddress& address) const;
  // Every address of `other` is in this one.
  bool contains(const IpRange& other) const;
  std::string to_string() const;

 private:
  IpAddress first_;
  int prefix_bits_ = 0;
};

}  // namespace pintle
