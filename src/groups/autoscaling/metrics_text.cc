#include "groups/autoscaling/metrics_text.h"

#include "groups/row_text.h"
#include "views/autoscaling_v2.h"

namespace pintle::autoscaling {
namespace {

constexpr size_t kMetricsShownMax = 2;
constexpr std::string_view kUnknown = "<unknown>";

// Go prints a quantity that is missing as zero, and a nil pointer to one as "<nil>".
std::string quantity_text(std::optional<std::string_view> quantity) { return std::string(quantity.value_or("<nil>")); }

std::string percent_text(std::optional<int32_t> percent, std::string_view otherwise) {
  return percent ? std::to_string(*percent) + "%" : std::string(otherwise);
}

// A metric that is compared as a value or as an average: external ones and those of objects.
std::string value_text(v2::MetricTarget target, bool reported, v2::MetricValueStatus current) {
  if (target.average_value()) {
    const std::string now = reported && current.average_value() ? quantity_text(current.average_value()) : std::string(kUnknown);
    return now + "/" + quantity_text(target.average_value()) + " (avg)";
  }
  return (reported ? quantity_text(current.value()) : std::string(kUnknown)) + "/" + quantity_text(target.value());
}

// A resource of Pods or containers: "cpu: 50%/80%", "memory: 10Mi/20Mi".
std::string resource_text(std::string_view name, v2::MetricTarget target, bool reported, v2::MetricValueStatus current) {
  std::string text = std::string(name) + ": ";
  if (target.average_value())
    return text + (reported ? quantity_text(current.average_value()) : std::string(kUnknown)) + "/" + quantity_text(target.average_value());
  return text + (reported ? percent_text(current.average_utilization(), kUnknown) : std::string(kUnknown)) + "/" +
         percent_text(target.average_utilization(), "<auto>");
}

std::string pods_text(v2::MetricSpec spec, v2::MetricStatus status) {
  const bool reported = status.pods().present();
  const std::string now = reported ? quantity_text(status.pods().current().average_value()) : std::string(kUnknown);
  return now + "/" + quantity_text(spec.pods().target().average_value());
}

// `status` is absent when the controller has not reported on the metric.
std::string metric_text(v2::MetricSpec spec, v2::MetricStatus status) {
  if (spec.type() == "External") return value_text(spec.external().target(), status.external().present(), status.external().current());
  if (spec.type() == "Object") return value_text(spec.object().target(), status.object().present(), status.object().current());
  if (spec.type() == "Pods") return pods_text(spec, status);
  if (spec.type() == "Resource")
    return resource_text(spec.resource().name(), spec.resource().target(), status.resource().present(), status.resource().current());
  if (spec.type() == "ContainerResource")
    return resource_text(spec.container_resource().name(), spec.container_resource().target(), status.container_resource().present(),
                         status.container_resource().current());
  return "<unknown type>";
}

}  // namespace

std::string metrics_text(v2::HorizontalPodAutoscaler scaler) {
  const object::ListView specs = scaler.spec().metrics();
  const object::ListView statuses = scaler.status().current_metrics();
  if (specs.empty()) return std::string(groups::kNone);
  std::vector<std::string> shown;
  for (size_t i = 0; i < specs.size() && i < kMetricsShownMax; ++i)
    shown.push_back(metric_text(specs[i], i < statuses.size() ? statuses[i] : v2::MetricStatus()));
  std::string text = groups::joined(shown, ", ");
  if (specs.size() > kMetricsShownMax) text += " + " + std::to_string(specs.size() - kMetricsShownMax) + " more...";
  return text;
}

}  // namespace pintle::autoscaling
