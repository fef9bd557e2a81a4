// IP addresses and ranges in objects: old fields take any spelling that was ever taken, new ones only the canonical.
//
//   validate_ip("2001:db8::1", path, errors);                                // new fields
//   validate_ip_for_legacy_field(value, IpStrictness::kSloppy, {}, path, errors);
//   append_ip_warnings(value, path, warnings);                               // "...: non-standard IP address ..."
//
// Source: k8s.io/apimachinery/pkg/util/validation/ip.go.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "object/field_error.h"

namespace pintle::object {

// Feature gate StrictIPCIDRValidation: kSloppy takes leading zeros, IPv4-mapped IPv6 addresses, and ranges with bits beyond the prefix.
enum class IpStrictness : uint8_t { kSloppy, kStrict };

// Any spelling that was ever taken, as it is meant: "010.0.0.1" is 10.0.0.1, "::ffff:10.0.0.1" too.
std::optional<IpAddress> parse_ip_sloppy(std::string_view value);
// The network of a range in any spelling.
std::optional<IpRange> parse_cidr_sloppy(std::string_view value);

void validate_ip(std::string_view value, const FieldPath& path, ErrorList& errors);
// Values among `old` are taken as they are.
void validate_ip_for_legacy_field(std::string_view value, IpStrictness strictness, std::span<const std::string_view> old,
                                  const FieldPath& path, ErrorList& errors);

// "192.168.1.0/24": no bits beyond the prefix.
void validate_cidr(std::string_view value, const FieldPath& path, ErrorList& errors);
void validate_cidr_for_legacy_field(std::string_view value, IpStrictness strictness, std::span<const std::string_view> old,
                                    const FieldPath& path, ErrorList& errors);
// "192.168.1.5/24": an address and the size of its network.
void validate_interface_address(std::string_view value, const FieldPath& path, ErrorList& errors);

// For valid values of legacy fields that are not in the standard form.
void append_ip_warnings(std::string_view value, const FieldPath& path, std::vector<std::string>& warnings);
void append_cidr_warnings(std::string_view value, const FieldPath& path, std::vector<std::string>& warnings);

}  // namespace pintle::object
