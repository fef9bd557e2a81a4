#include "groups/core/downward_api_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "object/go_format.h"
#include "object/quantity.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr std::array<std::string_view, 14> kFieldLabels = {
    "metadata.annotations", "metadata.labels",    "metadata.name",           "metadata.namespace", "metadata.uid",   "spec.nodeName",
    "spec.restartPolicy",   "spec.schedulerName", "spec.serviceAccountName", "status.hostIP",      "status.hostIPs", "status.phase",
    "status.podIP",         "status.podIPs"};
constexpr std::array<std::string_view, 6> kResources = {"limits.cpu",   "limits.ephemeral-storage",   "limits.memory",
                                                        "requests.cpu", "requests.ephemeral-storage", "requests.memory"};
constexpr std::array<std::string_view, 2> kCpuDivisors = {"1", "1m"};
constexpr std::array<std::string_view, 13> kByteDivisors = {"1",   "1E", "1Ei", "1G", "1Gi", "1Ki", "1M",
                                                            "1Mi", "1P", "1Pi", "1T", "1Ti", "1k"};

template <class Range>
bool contains(const Range& range, std::string_view text) {
  return std::ranges::find(range, text) != range.end();
}

bool is_hugepages(std::string_view resource) {
  return resource.starts_with("requests.hugepages-") || resource.starts_with("limits.hugepages-");
}

// metadata.labels['key']
struct Subscripted {
  std::string_view field;
  std::string_view key;
  bool has_key = false;
};

Subscripted split_subscript(std::string_view label) {
  const size_t open = label.find("['");
  if (!label.ends_with("']") || open == label.npos || open == 0 || open + 2 > label.size() - 2) return {.field = label};
  return {.field = label.substr(0, open), .key = label.substr(open + 2, label.size() - open - 4), .has_key = true};
}

bool may_have_key(std::string_view field) { return field == "metadata.annotations" || field == "metadata.labels"; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

void validate_key(const Subscripted& label, const FieldPath& path, ErrorList& errors) {
  const std::string key = label.field == "metadata.annotations" ? lower(label.key) : std::string(label.key);
  errors.invalid_text_each(path, key, object::is_qualified_name(key));
}

struct Divisors {
  std::span<const std::string_view> allowed;
  std::string_view fault;
};

Divisors divisors_of(std::string_view resource) {
  if (resource.ends_with(".cpu")) return {kCpuDivisors, "only divisor's values 1m and 1 are supported with the cpu resource"};
  if (resource.ends_with(".memory"))
    return {kByteDivisors,
            "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the memory resource"};
  if (resource.ends_with(".ephemeral-storage"))
    return {kByteDivisors,
            "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the local ephemeral storage "
            "resource"};
  return {kByteDivisors,
          "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the hugepages resource"};
}

void validate_divisor(std::string_view resource, std::string_view divisor, const FieldPath& path, ErrorList& errors) {
  if (!contains(kResources, resource) && !is_hugepages(resource)) return;
  const Result<object::Quantity> quantity = object::Quantity::parse(divisor);
  if (!quantity || quantity->is_zero()) return;
  const Divisors divisors = divisors_of(resource);
  if (!contains(divisors.allowed, quantity->to_string())) errors.invalid(path, quoted(resource), divisors.fault);
}

}  // namespace

void validate_object_field_selector(v1::ObjectFieldSelector selector, std::span<const std::string_view> fields, const FieldPath& path,
                                    ErrorList& errors) {
  const std::string_view given = selector.field_path();
  const FieldPath at = path.child("fieldPath");
  if (selector.api_version().empty()) return errors.required(path.child("apiVersion"), "");
  if (given.empty()) return errors.required(at, "");
  const auto not_converted = [&](const std::string& why) { errors.invalid(at, quoted(given), "error converting fieldPath: " + why); };
  if (selector.api_version() != "v1") return not_converted("unsupported pod version: " + std::string(selector.api_version()));
  const Subscripted label = split_subscript(given);
  if (label.has_key) {
    if (!may_have_key(label.field)) return not_converted("field label does not support subscript: " + std::string(given));
    return validate_key(label, path, errors);
  }
  const std::string_view field = given == "spec.host" ? "spec.nodeName" : given;
  if (!contains(kFieldLabels, field)) return not_converted("field label not supported: " + std::string(given));
  if (!contains(fields, field)) errors.not_supported(at, quoted(field), fields);
}

void validate_resource_field_selector(v1::ResourceFieldSelector selector, ContainerName name, const FieldPath& path, ErrorList& errors) {
  const std::string_view resource = selector.resource();
  if (name == ContainerName::kRequired && selector.container_name().empty()) {
    errors.required(path.child("containerName"), "");
  } else if (resource.empty()) {
    errors.required(path.child("resource"), "");
  } else if (!contains(kResources, resource) && !is_hugepages(resource)) {
    errors.not_supported(path.child("resource"), quoted(resource), kResources);
  }
  validate_divisor(resource, selector.divisor(), path.child("divisor"), errors);
}

}  // namespace pintle::core
