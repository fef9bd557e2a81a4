#include "groups/autoscaling/convert.h"

#include <optional>

#include "groups/autoscaling/behavior_json.h"
#include "groups/autoscaling/metric_convert.h"
#include "groups/convert.h"
#include "object/json.h"
#include "schema/type.h"
#include "views/autoscaling_v1_mut.h"
#include "views/autoscaling_v2_mut.h"

namespace pintle::autoscaling {
namespace {

using object::Arena;
using object::Document;
using object::Value;
using schema::Type;

constexpr std::string_view kMetrics = kSpecAnnotations[0];
constexpr std::string_view kBehavior = kSpecAnnotations[1];
constexpr std::string_view kCurrentMetrics = kStatusAnnotations[0];
constexpr std::string_view kConditions = kStatusAnnotations[1];
constexpr std::string_view kScaleDownTolerance = "autoscaling.alpha.kubernetes.io/scale-down-tolerance";
constexpr std::string_view kScaleUpTolerance = "autoscaling.alpha.kubernetes.io/scale-up-tolerance";
constexpr int32_t kDefaultCpuUtilization = 80;  // percent, of an autoscaler without any metric

void drop_annotations(meta::v1::ObjectMetaMut meta) {
  if (!meta.has_annotations()) return;
  const object::ScalarMapMut annotations = meta.ensure_annotations();
  for (const std::string_view name : {kMetrics, kCurrentMetrics, kConditions, kBehavior, kScaleDownTolerance, kScaleUpTolerance})
    annotations.erase(name);
  if (meta.annotations().empty()) meta.clear_annotations();
}

bool is_cpu(v2::MetricSpec metric) {
  return metric.type() == "Resource" && metric.resource().name() == "cpu" && metric.resource().target().average_utilization();
}

// The JSON list of the values, each of the type; "" for none.
std::string list_json(const Type& type, const std::vector<Value>& values) {
  std::string out;
  for (const Value& value : values) {
    out += out.empty() ? '[' : ',';
    object::encode_json(type, value, out);
  }
  return out.empty() ? out : out + "]";
}

// The items of an annotation's JSON list, copied into the arena; nothing when it is not there or not a list of the type.
std::optional<std::vector<Value>> read_list(meta::v1::ObjectMeta meta, std::string_view name, const Type& item_type, Arena& arena) {
  if (!meta.annotations().contains(name)) return std::nullopt;
  const Type list_type{.kind = schema::TypeKind::kList, .element = &item_type};
  const auto decoded = object::decode_json(list_type, Bytes::copy(meta.annotations().get(name)));
  if (!decoded) return std::nullopt;
  std::vector<Value> items;
  for (const Value& item : decoded->document.root().items()) items.push_back(object::deep_copy(item, arena));
  return items;
}

void annotate(v1::HorizontalPodAutoscalerMut scaler, std::string_view name, const std::string& json) {
  if (!json.empty()) scaler.ensure_metadata().ensure_annotations().set(name, json);
}

void annotate_metrics(v1::HorizontalPodAutoscalerMut scaler, v2::HorizontalPodAutoscaler stored, Arena& arena) {
  std::vector<Value> metrics;
  for (const v2::MetricSpec metric : stored.spec().metrics())
    if (!is_cpu(metric)) metrics.push_back(metric_spec_to_v1(*metric.node(), arena));
  annotate(scaler, kMetrics, list_json(v1::MetricSpec::schema_type(), metrics));

  std::vector<Value> current;
  for (const v2::MetricStatus metric : stored.status().current_metrics()) current.push_back(metric_status_to_v1(*metric.node(), arena));
  annotate(scaler, kCurrentMetrics, list_json(v1::MetricStatus::schema_type(), current));
}

void annotate_rest(v1::HorizontalPodAutoscalerMut scaler, v2::HorizontalPodAutoscaler stored, Arena& arena) {
  if (stored.spec().has_behavior()) annotate(scaler, kBehavior, behavior_json(stored.spec().behavior()));
  const Type& from = v2::HorizontalPodAutoscalerCondition::schema_type();
  const Type& to = v1::HorizontalPodAutoscalerCondition::schema_type();
  std::vector<Value> conditions;
  for (const v2::HorizontalPodAutoscalerCondition condition : stored.status().conditions())
    conditions.push_back(groups::convert_value(*condition.node(), from, to, {}, arena));
  annotate(scaler, kConditions, list_json(to, conditions));
}

void set_cpu(v1::HorizontalPodAutoscalerMut scaler, v2::HorizontalPodAutoscaler stored) {
  for (const v2::MetricSpec metric : stored.spec().metrics()) {
    if (!is_cpu(metric)) continue;
    scaler.ensure_spec().set_target_cpu_utilization_percentage(*metric.resource().target().average_utilization());
    break;
  }
  for (const v2::MetricStatus metric : stored.status().current_metrics()) {
    if (metric.type() != "Resource" || metric.resource().name() != "cpu") continue;
    if (const auto current = metric.resource().current().average_utilization())
      scaler.ensure_status().set_current_cpu_utilization_percentage(*current);
  }
}

void append_cpu_metric(v2::HorizontalPodAutoscalerMut scaler, int32_t utilization) {
  const v2::MetricSpecMut metric = scaler.ensure_spec().ensure_metrics().append();
  metric.set_type("Resource");
  const v2::ResourceMetricSourceMut resource = metric.ensure_resource();
  resource.set_name("cpu");
  resource.ensure_target().set_type("Utilization");
  resource.ensure_target().set_average_utilization(utilization);
}

void append_cpu_status(v2::HorizontalPodAutoscalerMut scaler, int32_t utilization) {
  const v2::MetricStatusMut metric = scaler.ensure_status().ensure_current_metrics().append();
  metric.set_type("Resource");
  metric.ensure_resource().set_name("cpu");
  metric.resource().ensure_current().set_average_utilization(utilization);
}

// The metrics of the annotation, then the one of the field; CPU at 80 % when there are none.
void restore_metrics(v2::HorizontalPodAutoscalerMut scaler, v1::HorizontalPodAutoscaler given, Arena& arena) {
  if (const auto metrics = read_list(given.metadata(), kMetrics, v1::MetricSpec::schema_type(), arena)) {
    Value* list = scaler.ensure_spec().ensure_metrics().node();
    for (const Value& metric : *metrics) list->append(arena, metric_spec_from_v1(metric, arena));
  }
  const auto utilization = given.spec().target_cpu_utilization_percentage();
  if (utilization || scaler.ensure_spec().metrics().empty()) append_cpu_metric(scaler, utilization.value_or(kDefaultCpuUtilization));
}

// The annotation knows more than the field.
void restore_current_metrics(v2::HorizontalPodAutoscalerMut scaler, v1::HorizontalPodAutoscaler given, Arena& arena) {
  if (const auto current = read_list(given.metadata(), kCurrentMetrics, v1::MetricStatus::schema_type(), arena)) {
    Value* list = scaler.ensure_status().ensure_current_metrics().node();
    for (const Value& metric : *current) list->append(arena, metric_status_from_v1(metric, arena));
  } else if (const auto utilization = given.status().current_cpu_utilization_percentage()) {
    append_cpu_status(scaler, *utilization);
  }
}

void restore_rest(v2::HorizontalPodAutoscalerMut scaler, v1::HorizontalPodAutoscaler given, Arena& arena) {
  const Value behavior = behavior_from_json(given.metadata().annotations().get(kBehavior), arena);
  if (!behavior.is_null()) scaler.ensure_spec().set_behavior(behavior);
  const Type& from = v1::HorizontalPodAutoscalerCondition::schema_type();
  const Type& to = v2::HorizontalPodAutoscalerCondition::schema_type();
  if (const auto conditions = read_list(given.metadata(), kConditions, from, arena)) {
    Value* list = scaler.ensure_status().ensure_conditions().node();
    for (const Value& condition : *conditions) list->append(arena, groups::convert_value(condition, from, to, {}, arena));
  }
}

}  // namespace

Result<void> convert_to_v1(Document& document) {
  const Value stored_root = document.root();
  const v2::HorizontalPodAutoscaler stored(&stored_root);
  groups::convert_document(document, v1::HorizontalPodAutoscaler::schema_type());
  const v1::HorizontalPodAutoscalerMut scaler(&document.root(), document.arena());
  drop_annotations(scaler.ensure_metadata());
  set_cpu(scaler, stored);
  annotate_metrics(scaler, stored, document.arena());
  annotate_rest(scaler, stored, document.arena());
  return {};
}

Result<void> convert_to_v2(Document& document) {
  const Document given_document = document.clone();  // its annotations are read while those of the new one are dropped
  const v1::HorizontalPodAutoscaler given(&given_document.root());
  groups::convert_document(document, v2::HorizontalPodAutoscaler::schema_type());
  const v2::HorizontalPodAutoscalerMut scaler(&document.root(), document.arena());
  restore_metrics(scaler, given, document.arena());
  restore_current_metrics(scaler, given, document.arena());
  restore_rest(scaler, given, document.arena());
  drop_annotations(scaler.ensure_metadata());
  return {};
}

}  // namespace pintle::autoscaling
