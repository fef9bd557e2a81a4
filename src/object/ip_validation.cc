#include "object/ip_validation.h"

#include <algorithm>
#include <optional>

#include "base/ip_address.h"

namespace pintle::object {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Octets (and a prefix length) without their leading zeros. Hexadecimal groups of IPv6 may have them anyway.
std::string without_leading_zeros(std::string_view text) {
  std::string plain;
  bool in_number = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool more = i + 1 < text.size() && is_digit(text[i + 1]);
    if (text[i] == '0' && !in_number && more) continue;
    in_number = is_digit(text[i]);
    plain += text[i];
  }
  return plain;
}

constexpr std::string_view kMappedPrefix{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12};

struct Ip {
  IpAddress address;           // IPv4 for a mapped one
  bool leading_zeros = false;  // in IPv4 octets
  bool mapped = false;         // IPv4 in IPv6
};

std::optional<Ip> parse_ip(std::string_view text) {
  if (text.contains('\0')) return std::nullopt;
  Ip ip;
  std::optional<IpAddress> address = IpAddress::parse(text);
  if (!address && text.contains('.')) {
    const size_t octets = text.rfind(':') == std::string_view::npos ? 0 : text.rfind(':') + 1;
    address = IpAddress::parse(std::string(text.substr(0, octets)) + without_leading_zeros(text.substr(octets)));
    ip.leading_zeros = true;
  }
  if (!address) return std::nullopt;
  ip.mapped = !address->is_v4() && address->bytes().starts_with(kMappedPrefix);
  ip.address = ip.mapped ? IpAddress::of_bytes(address->bytes().substr(12)) : *address;
  return ip;
}

struct Cidr {
  Ip ip;
  int prefix_bits = 0;         // as written: of 128 for a mapped address
  bool leading_zeros = false;  // in the prefix length
  int address_bits() const { return ip.address.is_v4() ? 32 : 128; }
  int network_bits() const { return ip.mapped ? std::max(prefix_bits - 96, 0) : prefix_bits; }
  std::string network() const {
    const std::string text = ip.address.to_string() + "/" + std::to_string(network_bits());
    return IpRange::parse(text)->to_string();
  }
  bool has_bits_beyond_prefix() const { return network() != ip.address.to_string() + "/" + std::to_string(network_bits()); }
};

std::optional<Cidr> parse_cidr(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<Ip> ip = parse_ip(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  const bool number = !digits.empty() && digits.size() <= 9 && std::ranges::all_of(digits, is_digit);
  if (!ip || !number) return std::nullopt;
  Cidr cidr{.ip = *ip, .prefix_bits = std::stoi(std::string(digits)), .leading_zeros = digits.size() > 1 && digits[0] == '0'};
  const int limit = ip->mapped ? 128 : cidr.address_bits();
  if (cidr.prefix_bits > limit) return std::nullopt;
  return cidr;
}

void add_error(std::string_view value, std::string_view detail, std::string_view origin, const FieldPath& path, ErrorList& errors) {
  errors.add({.type = ErrorType::kInvalid,
              .field = path.to_string(),
              .value = quoted(value),
              .detail = std::string(detail),
              .origin = std::string(origin)});
}

constexpr std::string_view kSloppyOrigin = "format=ip-sloppy";
constexpr std::string_view kStrictOrigin = "format=ip-strict";

// The address, unless there were errors.
std::optional<Ip> check_ip(std::string_view value, IpStrictness strictness, std::string_view origin, const FieldPath& path,
                           ErrorList& errors) {
  const std::optional<Ip> ip = parse_ip(value);
  if (!ip) {
    add_error(value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)", origin, path, errors);
    return std::nullopt;
  }
  if (strictness == IpStrictness::kSloppy) return ip;
  if (ip->leading_zeros) add_error(value, "must not have leading 0s", origin, path, errors);
  // What has leading zeros is no address to a strict parser, so it is no mapped one either.
  const bool mapped = ip->mapped && !ip->leading_zeros;
  if (mapped) add_error(value, "must not be an IPv4-mapped IPv6 address", origin, path, errors);
  return ip->leading_zeros || mapped ? std::nullopt : ip;
}

std::optional<Cidr> check_cidr(std::string_view value, IpStrictness strictness, const FieldPath& path, ErrorList& errors) {
  const std::optional<Cidr> cidr = parse_cidr(value);
  if (!cidr) {
    errors.invalid(path, quoted(value), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    return std::nullopt;
  }
  if (strictness == IpStrictness::kSloppy) return cidr;
  if (cidr->ip.leading_zeros || cidr->leading_zeros) {
    errors.invalid(path, quoted(value), "must not have leading 0s in IP or prefix length");
  } else if (cidr->ip.mapped) {
    errors.invalid(path, quoted(value), "must not have an IPv4-mapped IPv6 address");
  } else if (cidr->has_bits_beyond_prefix()) {
    errors.invalid(path, quoted(value), "must not have bits set beyond the prefix length");
  } else {
    return cidr;
  }
  return std::nullopt;
}

std::string not_canonical(std::string_view canonical) { return "must be in canonical form (" + quoted(canonical) + ")"; }

bool contains(std::span<const std::string_view> values, std::string_view value) { return std::ranges::find(values, value) != values.end(); }

}  // namespace

std::optional<IpAddress> parse_ip_sloppy(std::string_view value) {
  const std::optional<Ip> ip = parse_ip(value);
  return ip ? std::optional(ip->address) : std::nullopt;
}

std::optional<IpRange> parse_cidr_sloppy(std::string_view value) {
  const std::optional<Cidr> cidr = parse_cidr(value);
  return cidr ? IpRange::parse(cidr->network()) : std::nullopt;
}

void validate_ip_for_legacy_field(std::string_view value, IpStrictness strictness, std::span<const std::string_view> old,
                                  const FieldPath& path, ErrorList& errors) {
  if (!contains(old, value)) check_ip(value, strictness, kSloppyOrigin, path, errors);
}

void validate_ip(std::string_view value, const FieldPath& path, ErrorList& errors) {
  const std::optional<Ip> ip = check_ip(value, IpStrictness::kStrict, kStrictOrigin, path, errors);
  if (ip && ip->address.to_string() != value) add_error(value, not_canonical(ip->address.to_string()), kStrictOrigin, path, errors);
}

void validate_cidr_for_legacy_field(std::string_view value, IpStrictness strictness, std::span<const std::string_view> old,
                                    const FieldPath& path, ErrorList& errors) {
  if (!contains(old, value)) check_cidr(value, strictness, path, errors);
}

void validate_cidr(std::string_view value, const FieldPath& path, ErrorList& errors) {
  const std::optional<Cidr> cidr = check_cidr(value, IpStrictness::kStrict, path, errors);
  if (cidr && cidr->network() != value) errors.invalid(path, quoted(value), not_canonical(cidr->network()));
}

void validate_interface_address(std::string_view value, const FieldPath& path, ErrorList& errors) {
  const std::optional<Cidr> cidr = parse_cidr(value);
  if (!cidr) {
    return errors.invalid(path, quoted(value), "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
  }
  const std::string canonical = cidr->ip.address.to_string() + "/" + std::to_string(cidr->network_bits());
  if (value != canonical) errors.invalid(path, quoted(value), not_canonical(canonical));
}

void append_ip_warnings(std::string_view value, const FieldPath& path, std::vector<std::string>& warnings) {
  const std::optional<Ip> ip = parse_ip(value);
  if (!ip) return;
  const std::string standard = ip->address.to_string();
  if (ip->leading_zeros || ip->mapped) {
    warnings.push_back(path.to_string() + ": non-standard IP address " + quoted(value) + " is invalid: use " + quoted(standard));
  } else if (!ip->address.is_v4() && standard != value) {
    warnings.push_back(path.to_string() + ": IPv6 address " + quoted(value) + " should be in RFC 5952 canonical format (" +
                       quoted(standard) + ")");
  }
}

void append_cidr_warnings(std::string_view value, const FieldPath& path, std::vector<std::string>& warnings) {
  const std::optional<Cidr> cidr = parse_cidr(value);
  if (!cidr) return;
  const std::string network = cidr->network();
  const size_t before = warnings.size();
  if (cidr->has_bits_beyond_prefix()) {
    const std::string single = cidr->ip.address.to_string() + "/" + std::to_string(cidr->address_bits());
    warnings.push_back(path.to_string() + ": CIDR value " + quoted(value) + " is ambiguous in this context (should be " + quoted(network) +
                       " or " + quoted(single) + "?)");
  }
  if (cidr->ip.leading_zeros || cidr->leading_zeros || cidr->ip.mapped) {
    warnings.push_back(path.to_string() + ": non-standard CIDR value " + quoted(value) + " is invalid: use " + quoted(network));
  }
  if (warnings.size() == before && !cidr->ip.address.is_v4() && network != value) {
    warnings.push_back(path.to_string() + ": IPv6 CIDR value " + quoted(value) + " should be in RFC 5952 canonical format (" +
                       quoted(network) + ")");
  }
}

}  // namespace pintle::object
