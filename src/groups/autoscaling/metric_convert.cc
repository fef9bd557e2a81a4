#include "groups/autoscaling/metric_convert.h"

#include <span>
#include <string_view>

#include "base/check.h"
#include "groups/convert.h"
#include "object/quantity.h"
#include "object/zero.h"
#include "schema/type.h"
#include "views/autoscaling_v1_mut.h"
#include "views/autoscaling_v2_mut.h"

namespace pintle::autoscaling {
namespace {

using object::Arena;
using object::Value;
using schema::Type;

// What a v1 quantity without a pointer means that is not there.
enum class Absent { kAbsent, kZero };

// One field of a metric's source ("object", "pods", ...) in both versions.
struct Move {
  std::string_view source;
  std::string_view v1;
  std::string_view v2;
  Absent absent = Absent::kAbsent;
};

constexpr Move kSpecMoves[] = {
    {"object", "target", "describedObject"},
    {"object", "metricName", "metric.name"},
    {"object", "selector", "metric.selector"},
    {"object", "targetValue", "target.value"},
    {"object", "averageValue", "target.averageValue"},
    {"pods", "metricName", "metric.name"},
    {"pods", "selector", "metric.selector"},
    {"pods", "targetAverageValue", "target.averageValue", Absent::kZero},
    {"resource", "name", "name"},
    {"resource", "targetAverageUtilization", "target.averageUtilization"},
    {"resource", "targetAverageValue", "target.averageValue"},
    {"containerResource", "name", "name"},
    {"containerResource", "container", "container"},
    {"containerResource", "targetAverageUtilization", "target.averageUtilization"},
    {"containerResource", "targetAverageValue", "target.averageValue"},
    {"external", "metricName", "metric.name"},
    {"external", "metricSelector", "metric.selector"},
    {"external", "targetValue", "target.value"},
    {"external", "targetAverageValue", "target.averageValue"},
};

constexpr Move kStatusMoves[] = {
    {"object", "target", "describedObject"},
    {"object", "metricName", "metric.name"},
    {"object", "selector", "metric.selector"},
    {"object", "currentValue", "current.value", Absent::kZero},
    {"object", "averageValue", "current.averageValue"},
    {"pods", "metricName", "metric.name"},
    {"pods", "selector", "metric.selector"},
    {"pods", "currentAverageValue", "current.averageValue", Absent::kZero},
    {"resource", "name", "name"},
    {"resource", "currentAverageUtilization", "current.averageUtilization"},
    {"resource", "currentAverageValue", "current.averageValue", Absent::kZero},
    {"containerResource", "name", "name"},
    {"containerResource", "container", "container"},
    {"containerResource", "currentAverageUtilization", "current.averageUtilization"},
    {"containerResource", "currentAverageValue", "current.averageValue", Absent::kZero},
    {"external", "metricName", "metric.name"},
    {"external", "metricSelector", "metric.selector"},
    {"external", "currentValue", "current.value", Absent::kZero},
    {"external", "currentAverageValue", "current.averageValue"},
};

struct Field {
  uint16_t index;
  const Type* type;
};

Field field_of(const Type& type, std::string_view name) {
  const int index = type.find(name);
  PINTLE_CHECK(index >= 0);
  return {static_cast<uint16_t>(index), type.fields[index].type};
}

// A node and its type at a dotted path under a struct; the node is null when absent.
struct Place {
  const Value* node;
  const Type* type;
};

Place find(const Type& type, const Value& root, std::string_view path) {
  Place place{&root, &type};
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const Field field = field_of(*place.type, path.substr(0, dot));
    place = {place.node ? place.node->get(field.index) : nullptr, field.type};
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return place;
}

// Puts a node of type `from` at the path, which leads through structs that are made where they are missing.
void put(const Type& type, Value& root, std::string_view path, const Value& node, const Type& from, Arena& arena) {
  const size_t dot = path.find('.');
  const Field field = field_of(type, path.substr(0, dot));
  if (dot == std::string_view::npos) {
    const Value moved = groups::convert_value(node, from, *field.type, {}, arena);
    if (!object::is_zero_field(type.fields[field.index], moved)) root.set(arena, field.index, moved);
    return;
  }
  Value* inner = root.get(field.index);
  if (!inner) inner = &root.set(arena, field.index, Value::empty_struct());
  put(*field.type, *inner, path.substr(dot + 1), node, from, arena);
}

// The metric with its type and the empty structs of the sources that it has.
Value begin(const Type& from, const Type& to, const Value& metric, Arena& arena) {
  Value converted = Value::empty_struct();
  for (const std::string_view name : {"type", "object", "pods", "resource", "containerResource", "external"}) {
    const Place place = find(from, metric, name);
    if (!place.node) continue;
    converted.set(arena, field_of(to, name).index, place.node->is_struct() ? Value::empty_struct() : *place.node);
  }
  return converted;
}

// Source and field as one path.
std::string joined(std::string_view source, std::string_view path) { return std::string(source) + "." + std::string(path); }

Value to_v1(const Type& v2, const Type& v1, const Value& metric, std::span<const Move> moves, Arena& arena) {
  Value converted = begin(v2, v1, metric, arena);
  for (const Move& move : moves) {
    const Place place = find(v2, metric, joined(move.source, move.v2));
    if (place.node) put(v1, converted, joined(move.source, move.v1), *place.node, *place.type, arena);
  }
  return converted;
}

Value from_v1(const Type& v1, const Type& v2, const Value& metric, std::span<const Move> moves, Arena& arena) {
  const Value zero = Value::string("0");
  Value converted = begin(v1, v2, metric, arena);
  for (const Move& move : moves) {
    if (!find(v1, metric, move.source).node) continue;
    const Place place = find(v1, metric, joined(move.source, move.v1));
    const Value* node = !place.node && move.absent == Absent::kZero ? &zero : place.node;
    if (node) put(v2, converted, joined(move.source, move.v2), *node, *place.type, arena);
  }
  return converted;
}

void set_type(v2::MetricTargetMut target, bool other_than_average, std::string_view other) {
  target.set_type(other_than_average ? other : "AverageValue");
}

bool is_zero(std::string_view quantity) {
  const auto parsed = object::Quantity::parse(quantity);
  return parsed && parsed->is_zero();
}

// A v1 target value is always written: beside an average value, a zero one means none.
void settle_object_target(v2::MetricTargetMut target) {
  if (!target.average_value()) {
    if (!target.value()) target.set_value("0");
  } else if (target.value() && is_zero(*target.value())) {
    target.clear_value();
  }
  set_type(target, !target.average_value(), "Value");
}

// v1 does not say which kind of target it has: it follows from which value is there.
void set_target_types(v2::MetricSpecMut metric) {
  if (metric.object().present()) settle_object_target(metric.object().ensure_target());
  if (metric.pods().present()) set_type(metric.pods().ensure_target(), false, "");
  if (metric.resource().present()) {
    const v2::MetricTargetMut target = metric.resource().ensure_target();
    set_type(target, target.average_utilization().has_value(), "Utilization");
  }
  if (metric.container_resource().present()) {
    const v2::MetricTargetMut target = metric.container_resource().ensure_target();
    set_type(target, target.average_utilization().has_value(), "Utilization");
  }
  if (metric.external().present()) {
    const v2::MetricTargetMut target = metric.external().ensure_target();
    set_type(target, target.value().has_value(), "Value");
  }
}

}  // namespace

Value metric_spec_to_v1(const Value& metric, Arena& arena) {
  return to_v1(v2::MetricSpec::schema_type(), v1::MetricSpec::schema_type(), metric, kSpecMoves, arena);
}

Value metric_spec_from_v1(const Value& metric, Arena& arena) {
  Value converted = from_v1(v1::MetricSpec::schema_type(), v2::MetricSpec::schema_type(), metric, kSpecMoves, arena);
  set_target_types(v2::MetricSpecMut(&converted, arena));
  return converted;
}

Value metric_status_to_v1(const Value& metric, Arena& arena) {
  return to_v1(v2::MetricStatus::schema_type(), v1::MetricStatus::schema_type(), metric, kStatusMoves, arena);
}

Value metric_status_from_v1(const Value& metric, Arena& arena) {
  return from_v1(v1::MetricStatus::schema_type(), v2::MetricStatus::schema_type(), metric, kStatusMoves, arena);
}

}  // namespace pintle::autoscaling
