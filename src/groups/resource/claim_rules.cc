#include "groups/resource/claim_rules.h"

#include <algorithm>

#include "groups/resource/rules.h"
#include "object/validation.h"

namespace pintle::resource {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr int64_t kConstraintsMax = 32;
constexpr int64_t kSubRequestsMax = 8;
constexpr std::string_view kExactCount = "ExactCount";
constexpr std::string_view kModes[] = {"All", kExactCount};
constexpr std::string_view kOneKind = "exactly one of `exactly` or `firstAvailable` is required";
constexpr std::string_view kNoRequest =
    "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

template <class Request>
void set_request_defaults(Request request) {
  if (request.allocation_mode().empty()) request.set_allocation_mode(kExactCount);
  if (request.allocation_mode() == kExactCount && request.count() == 0) request.set_count(1);
}

void validate_device_class(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty())
    errors.required(path, "");
  else
    errors.invalid_text_each(path, name, object::is_dns1123_subdomain(name));
}

void validate_mode(std::string_view mode, int64_t count, const FieldPath& path, ErrorList& errors) {
  const std::string printed = std::to_string(count);
  if (mode == "All") {
    if (count != 0) errors.invalid(path.child("count"), printed, "must not be specified when allocationMode is 'All'");
  } else if (mode == kExactCount) {
    if (count <= 0) errors.invalid(path.child("count"), printed, "must be greater than zero");
  } else {
    errors.not_supported(path.child("allocationMode"), object::json_quoted(mode), kModes);
  }
}

// An ExactDeviceRequest, and what a DeviceSubRequest has of one.
template <class Request>
void validate_device_request(Request request, const FieldPath& path, ErrorList& errors) {
  validate_device_class(request.device_class_name(), path.child("deviceClassName"), errors);
  validate_selectors(request.selectors(), path.child("selectors"), errors);
  validate_mode(request.allocation_mode(), request.count(), path, errors);
  for (auto [index, toleration] : request.tolerations().enumerate())
    validate_toleration(toleration, path.child("tolerations").index(index), errors);
}

void validate_sub_request(v1::DeviceSubRequest request, const FieldPath& path, ErrorList& errors) {
  validate_device_name(request.name(), path.child("name"), errors);
  validate_device_request(request, path, errors);
}

void validate_request(v1::DeviceRequest request, const FieldPath& path, ErrorList& errors) {
  validate_device_name(request.name(), path.child("name"), errors);
  const bool alternatives = !request.first_available().empty();
  if (!alternatives && !request.exactly())
    errors.required(path, kOneKind);
  else if (alternatives && request.exactly())
    errors.invalid(path, "null", std::string(kOneKind) + ", but multiple fields are set");
  else if (alternatives)
    validate_set(request.first_available(), kSubRequestsMax, path.child("firstAvailable"), errors, validate_sub_request,
                 [](v1::DeviceSubRequest item) { return item.name(); });
  else
    validate_device_request(request.exactly(), path.child("exactly"), errors);
}

void validate_references(object::ListView<std::string_view> names, const RequestNames& requests, const FieldPath& path, ErrorList& errors) {
  validate_set(
      names, kRequestsMax, path, errors,
      [&](std::string_view name, const FieldPath& at, ErrorList& list) { requests.validate_reference(name, at, list); },
      [](std::string_view name) { return name; });
}

void validate_constraint(v1::DeviceConstraint constraint, const RequestNames& requests, const FieldPath& path, ErrorList& errors) {
  validate_references(constraint.requests(), requests, path.child("requests"), errors);
  if (constraint.match_attribute())
    resource::validate_fully_qualified_name(*constraint.match_attribute(), path.child("matchAttribute"), errors);
  else if (constraint.distinct_attribute())
    resource::validate_fully_qualified_name(*constraint.distinct_attribute(), path.child("distinctAttribute"), errors);
  else
    errors.required(path, R"(exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set)");
}

void validate_configuration(v1::DeviceClaimConfiguration config, const RequestNames& requests, const FieldPath& path, ErrorList& errors) {
  validate_references(config.requests(), requests, path.child("requests"), errors);
  validate_opaque_configuration(config.opaque(), path.child("opaque"), errors);
}

}  // namespace

RequestNames::RequestNames(v1::DeviceClaim claim) : claim_(claim) {}

bool RequestNames::contains(std::string_view name) const {
  const size_t slash = name.find('/');
  // As upstream keeps them: the last request of a name.
  v1::DeviceRequest found;
  for (const v1::DeviceRequest request : claim_.requests())
    if (request.name() == name.substr(0, slash)) found = request;
  if (!found || slash == std::string_view::npos) return found.present();
  for (const v1::DeviceSubRequest sub : found.first_available())
    if (sub.name() == name.substr(slash + 1)) return true;
  return false;
}

void RequestNames::validate_reference(std::string_view name, const FieldPath& path, ErrorList& errors) const {
  if (std::ranges::count(name, '/') > 1) {
    errors.invalid(path, quoted(name), kNoRequest);
    return;
  }
  const size_t slash = name.find('/');
  validate_device_name(name.substr(0, slash), path, errors);
  if (slash != std::string_view::npos) validate_device_name(name.substr(slash + 1), path, errors);
  if (!contains(name)) errors.invalid(path, quoted(name), kNoRequest);
}

void set_claim_defaults(v1::ResourceClaimSpecMut spec) {
  for (const v1::DeviceRequestMut request : spec.devices().requests()) {
    if (request.exactly()) set_request_defaults(request.exactly());
    for (const v1::DeviceSubRequestMut sub : request.first_available()) set_request_defaults(sub);
  }
}

void validate_claim(v1::ResourceClaimSpec spec, const FieldPath& path, ErrorList& errors) {
  const v1::DeviceClaim devices = spec.devices();
  const FieldPath devices_path = path.child("devices");
  const RequestNames names(devices);
  validate_set(devices.requests(), kRequestsMax, devices_path.child("requests"), errors, validate_request,
               [](v1::DeviceRequest request) { return request.name(); });
  validate_list(
      devices.constraints(), kConstraintsMax, devices_path.child("constraints"), errors,
      [&](v1::DeviceConstraint constraint, const FieldPath& at, ErrorList& list) { validate_constraint(constraint, names, at, list); });
  validate_list(
      devices.config(), kConfigsMax, devices_path.child("config"), errors,
      [&](v1::DeviceClaimConfiguration config, const FieldPath& at, ErrorList& list) { validate_configuration(config, names, at, list); });
}

}  // namespace pintle::resource
