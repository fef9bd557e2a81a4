#include "groups/core/node_validation.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/node_taints.h"
#include "groups/core/resource_amounts.h"
#include "groups/core/service_type.h"
#include "groups/core/service_validation.h"
#include "object/ip_validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

ObjectMeta meta_of(v1::Node node) { return ObjectMeta(node.metadata().node()); }

void validate_amounts(v1::NodeStatus status, ErrorList& errors) {
  for (auto [resource, amount] : status.capacity())
    validate_resource_amount(resource, amount, FieldPath("status").child("capacity").child(resource), errors);
  for (auto [resource, amount] : status.allocatable())
    validate_resource_amount(resource, amount, FieldPath("status").child("allocatable").child(resource), errors);
}

// "MyFeature" or "MyFeature/mySubFeature".
bool is_feature_name(std::string_view name) {
  bool first_segment = true;
  while (true) {
    const std::string_view segment = name.substr(0, name.find('/'));
    const auto is_alphanumeric = [](unsigned char c) { return c < 128 && std::isalnum(c); };
    if (segment.empty() || !std::ranges::all_of(segment, is_alphanumeric)) return false;
    const auto first = static_cast<unsigned char>(segment.front());
    if (std::isdigit(first) || (first_segment && !std::isupper(first))) return false;
    if (segment.size() == name.size()) return true;
    name.remove_prefix(segment.size() + 1);
    first_segment = false;
  }
}

void validate_feature_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const std::string invalid = "invalid feature name " + quoted(name) + ": ";
  if (name.size() > object::kDns1123SubdomainBytesMax) {
    errors.invalid(path, quoted(name), invalid + "must be no more than 253 characters");
  } else if (!is_feature_name(name)) {
    errors.invalid(path, quoted(name),
                   invalid +
                       "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or "
                       "MyFeature/mySubFeature), and contain only alphanumeric characters and slashes");
  }
}

void validate_features(object::ListView<std::string_view> features, ErrorList& errors) {
  const FieldPath path = FieldPath("status").child("declaredFeatures");
  for (auto [index, feature] : features.enumerate()) {
    validate_feature_name(feature, path.index(index), errors);
    if (index + 1 >= features.size()) continue;
    const std::string_view next = features[index + 1];
    if (feature == next) errors.duplicate(path.index(index + 1), quoted(next));
    if (feature > next) errors.invalid(path.index(index + 1), quoted(next), "list must be sorted alphabetically");
  }
}

void validate_pod_cidrs(v1::NodeSpec spec, ErrorList& errors) {
  const FieldPath path = FieldPath("spec").child("podCIDRs");
  const auto ranges = spec.pod_cidrs();
  for (auto [index, range] : ranges.enumerate())
    object::validate_cidr_for_legacy_field(range, object::IpStrictness::kStrict, {}, path.index(index), errors);
  if (ranges.size() < 2) return;
  size_t v4 = 0;
  for (auto [index, text] : ranges.enumerate()) {
    const auto range = object::parse_cidr_sloppy(text);
    v4 += range && range->is_v4();
    if (range) continue;
    v4 = 0;
    errors.internal(path, "invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[" + std::to_string(index) +
                              "]: <nil> (invalid CIDR address: " + std::string(text) + ")");
    break;
  }
  const bool pair = ranges.size() == 2 && v4 == 1;
  if (!pair) errors.invalid(path, printed_texts(ranges), "may specify no more than one CIDR for each IP family");
}

void validate_config_map(v1::ConfigMapNodeConfigSource source, const FieldPath& path, ErrorList& errors) {
  const auto check = [&](std::string_view field, std::string_view value, const object::Messages& faults) {
    if (value.empty()) return errors.required(path.child(field), "");
    errors.invalid_text_each(path.child(field), value, faults);
  };
  check("namespace", source.namespace_(), object::name_is_dns_label(source.namespace_(), object::NameUse::kWhole));
  check("name", source.name(), object::name_is_dns_subdomain(source.name(), object::NameUse::kWhole));
  check("kubeletConfigKey", source.kubelet_config_key(), object::is_config_map_key(source.kubelet_config_key()));
}

enum class ConfigPlace : uint8_t { kSpec, kStatus };

// Which ConfigMap a kubelet is configured from. Of no use any more, but what has one must have a whole one.
void validate_config_source(v1::NodeConfigSource source, ConfigPlace place, const FieldPath& path, ErrorList& errors) {
  const v1::ConfigMapNodeConfigSource map = source.config_map();
  if (!map) return errors.invalid(path, R"({"ConfigMap":null})", "exactly one reference subfield must be non-nil");
  const FieldPath at = path.child("configMap");
  if (place == ConfigPlace::kSpec) {
    if (!map.uid().empty()) errors.forbidden(at.child("uid"), "uid must not be set in spec");
    if (!map.resource_version().empty()) errors.forbidden(at.child("resourceVersion"), "resourceVersion must not be set in spec");
  } else {
    if (map.uid().empty()) errors.required(at.child("uid"), "");
    if (map.resource_version().empty()) errors.required(at.child("resourceVersion"), "");
  }
  validate_config_map(map, at, errors);
}

void validate_config_status(v1::NodeConfigStatus status, ErrorList& errors) {
  const FieldPath path = FieldPath("status").child("config");
  if (status.assigned()) validate_config_source(status.assigned(), ConfigPlace::kStatus, path.child("assigned"), errors);
  if (status.active()) validate_config_source(status.active(), ConfigPlace::kStatus, path.child("active"), errors);
  if (status.last_known_good()) validate_config_source(status.last_known_good(), ConfigPlace::kStatus, path.child("lastKnownGood"), errors);
}

void validate_unique_addresses(v1::NodeStatus status, ErrorList& errors) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (auto [index, address] : status.addresses().enumerate())
    if (!seen.insert({address.type(), address.address()}).second)
      errors.duplicate(
          FieldPath("status").child("addresses").index(index),
          R"({"Type":)" + object::json_quoted(address.type()) + R"(,"Address":)" + object::json_quoted(address.address()) + "}");
}

void validate_set_once(v1::NodeSpec spec, v1::NodeSpec old, ErrorList& errors) {
  constexpr std::string_view kPodCidr = "node updates may not change podCIDR except from \"\" to valid";
  const FieldPath path("spec");
  const auto before = old.pod_cidrs();
  if (!before.empty() && before.size() != spec.pod_cidrs().size()) {
    errors.forbidden(path.child("podCIDRs"), kPodCidr);
  } else {
    for (auto [index, range] : before.enumerate())
      if (range != spec.pod_cidrs()[index]) errors.forbidden(path.child("podCIDRs"), kPodCidr);
  }
  if (!old.provider_id().empty() && old.provider_id() != spec.provider_id())
    errors.forbidden(path.child("providerID"), "node updates may not change providerID except from \"\" to valid");
}

void validate_either_update(v1::Node node, v1::Node old, ErrorList& errors) {
  api::validate_metadata_update(kNode, meta_of(node), meta_of(old), errors);
  validate_node_annotations(node.metadata().annotations(), FieldPath("metadata").child("annotations"), errors);
  validate_amounts(node.status(), errors);
  validate_features(node.status().declared_features(), errors);
  validate_unique_addresses(node.status(), errors);
  validate_set_once(node.spec(), old.spec(), errors);
  if (node.spec().config_source())
    validate_config_source(node.spec().config_source(), ConfigPlace::kSpec, FieldPath("spec").child("configSource"), errors);
  if (node.status().config()) validate_config_status(node.status().config(), errors);
  validate_taints(node.spec().taints(), FieldPath("metadata").child("taints"), errors);
  if (node.spec().external_id() != old.spec().external_id()) errors.forbidden(FieldPath("spec").child("externalID"), "may not be updated");
}

void set_pod_cidrs(v1::NodeSpecMut spec) {
  const std::string first(spec.pod_cidr());
  if (!first.empty() && (spec.pod_cidrs().empty() || spec.pod_cidrs()[0] != first)) {
    spec.clear_pod_cidrs();
    spec.ensure_pod_cidrs().append(first);
  }
  if (!spec.pod_cidrs().empty()) spec.set_pod_cidr(std::string(spec.pod_cidrs()[0]));
}

}  // namespace

void set_node_defaults(v1::NodeMut node) {
  if (node.spec()) set_pod_cidrs(node.spec());
  const v1::NodeStatusMut status = node.status();
  if (!status || !status.has_capacity() || !v1::NodeStatus(status).allocatable().empty()) return;
  const object::ScalarMapMut allocatable = status.ensure_allocatable();
  for (auto [resource, amount] : status.capacity()) allocatable.set(resource, amount);
}

void prepare_node_create(v1::NodeMut node, const api::HookContext&) {
  if (node.spec()) node.spec().clear_config_source();
  if (node.status()) node.status().clear_config();
}

void prepare_node_update(v1::NodeMut node, v1::Node old, const api::HookContext&) {
  if (node.spec() && !old.spec().config_source()) node.spec().clear_config_source();
}

void prepare_node_status_update(v1::NodeMut node, v1::Node old, const api::HookContext&) {
  if (node.status() && !old.status().config()) node.status().clear_config();
}

void validate_node(v1::Node node, ErrorList& errors) {
  const FieldPath metadata("metadata");
  validate_node_annotations(node.metadata().annotations(), metadata.child("annotations"), errors);
  validate_taints(node.spec().taints(), metadata.child("taints"), errors);
  validate_amounts(node.status(), errors);
  if (const auto capacity = node.status().node_info().swap().capacity(); capacity && *capacity <= 0)
    errors.invalid(metadata.child("nodeSwapStatus").child("capacity"), std::to_string(*capacity), "must be greater than zero");
  validate_features(node.status().declared_features(), errors);
  validate_pod_cidrs(node.spec(), errors);
}

void validate_node_update(v1::Node node, v1::Node old, ErrorList& errors) {
  api::validate_metadata(kNode, meta_of(node), errors);
  validate_node(node, errors);
  validate_either_update(node, old, errors);
}

void validate_node_status_update(v1::Node node, v1::Node old, ErrorList& errors) { validate_either_update(node, old, errors); }

void warn_of_node(v1::Node node, v1::Node, std::vector<std::string>& warnings) {
  if (node.spec().config_source()) warnings.emplace_back("spec.configSource: the feature is removed");
  if (!node.spec().external_id().empty()) warnings.emplace_back("spec.externalID: this field is deprecated, and is unused by Kubernetes");
  for (auto [index, range] : node.spec().pod_cidrs().enumerate())
    object::append_cidr_warnings(range, FieldPath("spec").child("podCIDRs").index(index), warnings);
}

}  // namespace pintle::core
