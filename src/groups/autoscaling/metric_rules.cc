#include "groups/autoscaling/metric_rules.h"

#include <algorithm>
#include <array>
#include <vector>

#include "groups/core/resource_names.h"
#include "object/quantity.h"
#include "object/validation.h"
#include "views/autoscaling_v2.h"

namespace pintle::autoscaling {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr std::array<std::string_view, 5> kSources = {"ContainerResource", "External", "Object", "Pods", "Resource"};
constexpr std::string_view kTypeMissing = "must specify a metric source type";
constexpr std::string_view kSourceMissing = "must populate information for the given metric source";
constexpr std::string_view kOtherSource = "must populate the given metric source only";
constexpr std::string_view kRawOrUtilization = "must set either a target raw value or a target utilization";
constexpr std::string_view kRawAndUtilization = "may not set both a target raw value and a target utilization";

// What is wrong with the apiVersion; "" when nothing is.
std::string api_version_fault(std::string_view api_version, ReferenceRules rules) {
  if (rules.allow_invalid_api_version) return "";
  const auto slashes = std::ranges::count(api_version, '/');
  if (slashes > 1) return "unexpected GroupVersion string: " + std::string(api_version);
  const std::string_view group = slashes == 1 ? api_version.substr(0, api_version.find('/')) : std::string_view();
  return group.empty() && !rules.allow_empty_group ? "apiVersion must specify API group" : "";
}

void validate_path_segment(std::string_view name, std::string_view missing, const FieldPath& path, ErrorList& errors) {
  if (name.empty())
    errors.required(path, missing);
  else
    errors.invalid_text_each(path, name, object::is_path_segment_name(name));
}

void validate_positive(std::optional<std::string_view> quantity, const FieldPath& path, ErrorList& errors) {
  if (!quantity) return;
  const auto parsed = object::Quantity::parse(*quantity);
  if (parsed && parsed->sign() <= 0) errors.invalid(path, quoted(*quantity), "must be positive");
}

void validate_target(v2::MetricTarget target, const FieldPath& path, ErrorList& errors) {
  const std::string_view type = target.type();
  if (type.empty()) errors.required(path.child("type"), "must specify a metric target type");
  if (type != "Utilization" && type != "Value" && type != "AverageValue")
    errors.invalid(path.child("type"), json_quoted(type), "must be either Utilization, Value, or AverageValue");
  validate_positive(target.value(), path.child("value"), errors);
  validate_positive(target.average_value(), path.child("averageValue"), errors);
  const auto utilization = target.average_utilization();
  if (utilization && *utilization < 1)
    errors.invalid(path.child("averageUtilization"), std::to_string(*utilization), "must be greater than 0");
}

void validate_identifier(v2::MetricIdentifier metric, const FieldPath& path, ErrorList& errors) {
  validate_path_segment(metric.name(), "must specify a metric name", path.child("name"), errors);
}

void validate_object(v2::ObjectMetricSource source, ReferenceRules rules, const FieldPath& path, ErrorList& errors) {
  validate_reference(source.described_object(), rules, path.child("describedObject"), errors);
  validate_identifier(source.metric(), path.child("metric"), errors);
  validate_target(source.target(), path.child("target"), errors);
  if (!source.target().value() && !source.target().average_value())
    errors.required(path.child("target").child("averageValue"), "must set either a target value or averageValue");
}

void validate_external(v2::ExternalMetricSource source, const FieldPath& path, ErrorList& errors) {
  const FieldPath target = path.child("target");
  validate_identifier(source.metric(), path.child("metric"), errors);
  validate_target(source.target(), target, errors);
  const bool total = source.target().value().has_value();
  const bool per_pod = source.target().average_value().has_value();
  if (!total && !per_pod) errors.required(target.child("averageValue"), "must set either a target value for metric or a per-pod target");
  if (total && per_pod) errors.forbidden(target.child("value"), "may not set both a target value for metric and a per-pod target");
}

void validate_pods(v2::PodsMetricSource source, const FieldPath& path, ErrorList& errors) {
  validate_identifier(source.metric(), path.child("metric"), errors);
  validate_target(source.target(), path.child("target"), errors);
  if (!source.target().average_value())
    errors.required(path.child("target").child("averageValue"), "must specify a positive target averageValue");
}

void validate_resource_target(v2::MetricTarget target, const FieldPath& path, ErrorList& errors) {
  validate_target(target, path, errors);
  const bool utilization = target.average_utilization().has_value();
  const bool raw = target.average_value().has_value();
  if (!utilization && !raw) errors.required(path.child("averageUtilization"), kRawOrUtilization);
  if (utilization && raw) errors.forbidden(path.child("averageValue"), kRawAndUtilization);
}

void validate_resource(v2::ResourceMetricSource source, const FieldPath& path, ErrorList& errors) {
  if (source.name().empty()) errors.required(path.child("name"), "must specify a resource name");
  validate_resource_target(source.target(), path.child("target"), errors);
}

void validate_resource_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  const bool has_domain = name.find('/') != std::string_view::npos;
  const object::Messages faults = object::is_qualified_name(name);
  errors.invalid_text_each(path, name, faults);
  if (faults.empty() && !has_domain && !core::is_standard_resource(name))
    errors.invalid(path, json_quoted(name), "must be a standard resource type or fully qualified");
  if (!has_domain && !core::is_standard_container_resource(name))
    errors.invalid(path, json_quoted(name), "must be a standard resource for containers");
  else if (has_domain && !core::is_native_resource(name) && !core::is_extended_resource(name))
    errors.invalid(path, json_quoted(name), "doesn't follow extended resource name standard");
}

void validate_container_resource(v2::ContainerResourceMetricSource source, const FieldPath& path, ErrorList& errors) {
  if (source.name().empty())
    errors.required(path.child("name"), "must specify a resource name");
  else
    validate_resource_name(source.name(), path.child("name"), errors);
  if (source.container().empty())
    errors.required(path.child("container"), "must specify a container");
  else
    errors.invalid_text_each(path.child("container"), source.container(), object::is_dns1123_label(source.container()));
  validate_resource_target(source.target(), path.child("target"), errors);
}

// One kind of source: what the metric's type calls it, its field, whether it is there, its rules.
struct Source {
  std::string_view type;
  std::string_view field;
  bool present;
};

// In the order in which upstream looks at them.
std::array<Source, 5> sources_of(v2::MetricSpec metric) {
  return {{{"Object", "object", metric.object().present()},
           {"External", "external", metric.external().present()},
           {"Pods", "pods", metric.pods().present()},
           {"Resource", "resource", metric.resource().present()},
           {"ContainerResource", "containerResource", metric.container_resource().present()}}};
}

void validate_source(v2::MetricSpec metric, const Source& source, ReferenceRules rules, const FieldPath& path, ErrorList& errors) {
  const FieldPath field = path.child(source.field);
  if (source.type == "Object") validate_object(metric.object(), rules, field, errors);
  if (source.type == "External") validate_external(metric.external(), field, errors);
  if (source.type == "Pods") validate_pods(metric.pods(), field, errors);
  if (source.type == "Resource") validate_resource(metric.resource(), field, errors);
  if (source.type == "ContainerResource") validate_container_resource(metric.container_resource(), field, errors);
}

// The source that the type names, and no other. Upstream tells of the others in no particular order.
void validate_only_source(v2::MetricSpec metric, std::span<const Source> sources, const FieldPath& path, ErrorList& errors) {
  const auto named = std::ranges::find(sources, metric.type(), &Source::type);
  if (named == sources.end())
    errors.not_supported(path.child("type"), json_quoted(metric.type()), kSources);
  else if (!named->present)
    errors.required(path.child(named->field), kSourceMissing);
  if (std::ranges::count(sources, true, &Source::present) == 1) return;
  for (const Source& source : sources)
    if (source.present && source.type != metric.type()) errors.forbidden(path.child(source.field), kOtherSource);
}

void validate_metric(v2::MetricSpec metric, ReferenceRules rules, const FieldPath& path, ErrorList& errors) {
  if (metric.type().empty()) errors.required(path.child("type"), kTypeMissing);
  if (std::ranges::find(kSources, metric.type()) == kSources.end())
    errors.not_supported(path.child("type"), json_quoted(metric.type()), kSources);
  const std::array<Source, 5> sources = sources_of(metric);
  const auto first = std::ranges::find(sources, true, &Source::present);
  if (first != sources.end()) validate_source(metric, *first, rules, path, errors);
  validate_only_source(metric, sources, path, errors);
}

}  // namespace

void validate_reference(v2::CrossVersionObjectReference reference, ReferenceRules rules, const FieldPath& path, ErrorList& errors) {
  validate_path_segment(reference.kind(), "", path.child("kind"), errors);
  validate_path_segment(reference.name(), "", path.child("name"), errors);
  const std::string fault = api_version_fault(reference.api_version(), rules);
  if (!fault.empty()) errors.invalid(path.child("apiVersion"), quoted(reference.api_version()), fault);
}

bool is_valid_api_version(v2::CrossVersionObjectReference reference, ReferenceRules rules) {
  return api_version_fault(reference.api_version(), rules).empty();
}

void validate_metrics(object::ListView<v2::MetricSpec> metrics, std::optional<int32_t> min_replicas, ReferenceRules rules,
                      const FieldPath& path, ErrorList& errors) {
  bool from_outside = false;
  for (auto [index, metric] : metrics.enumerate()) {
    validate_metric(metric, rules, path.index(index), errors);
    from_outside |= metric.type() == "Object" || metric.type() == "External";
  }
  if (min_replicas == 0 && !from_outside)
    errors.forbidden(path, "must specify at least one Object or External metric to support scaling to zero replicas");
}

}  // namespace pintle::autoscaling
