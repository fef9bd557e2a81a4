#include "groups/core/endpoint_address.h"

#include "object/ip_validation.h"

namespace pintle::core {

void validate_endpoint_address(std::string_view value, const object::FieldPath& path, object::ErrorList& errors) {
  const auto address = object::parse_ip_sloppy(value);
  const std::string printed = object::quoted(value);
  if (!address) return errors.invalid(path, printed, "must be a valid IP address");
  if (address->is_unspecified()) errors.invalid(path, printed, "may not be unspecified (" + std::string(value) + ")");
  if (address->is_loopback()) errors.invalid(path, printed, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
  if (address->is_link_local()) errors.invalid(path, printed, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
  if (address->is_link_local_multicast())
    errors.invalid(path, printed, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
}

}  // namespace pintle::core
