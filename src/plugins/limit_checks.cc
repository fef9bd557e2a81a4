#include "plugins/limit_checks.h"

#include <cstdio>
#include <limits>

namespace pintle::plugins {
namespace {

using core::v1::LimitRangeItem;
using object::Quantity;

// Above it an amount in thousandths does not fit in 64 bits.
constexpr int64_t kMilliValueMax = std::numeric_limits<int64_t>::max() / 1000;

struct Constraint {
  std::string_view type;  // "Container"
  std::string name;       // "cpu"
  Quantity enforced;
};

// Upstream compares whole numbers, in thousandths where these fit.
struct Values {
  int64_t request;
  int64_t limit;
  int64_t enforced;
};

Values values_of(const Quantity* request, const Quantity* limit, const Quantity& enforced) {
  const Quantity zero;
  const Quantity& r = request ? *request : zero;
  const Quantity& l = limit ? *limit : zero;
  const Values whole{r.value(), l.value(), enforced.value()};
  const bool fits = whole.request <= kMilliValueMax && whole.limit <= kMilliValueMax && whole.enforced <= kMilliValueMax;
  return fits ? Values{r.milli_value(), l.milli_value(), enforced.milli_value()} : whole;
}

// "minimum cpu usage per Container is 1"
std::string bound(std::string_view which, const Constraint& constraint) {
  return std::string(which) + " " + constraint.name + " usage per " + std::string(constraint.type) + " is " +
         constraint.enforced.to_string();
}

std::string below_minimum(const Constraint& constraint, const Demand& demand) {
  const Quantity* request = find(demand.requests, constraint.name);
  const Quantity* limit = find(demand.limits, constraint.name);
  const Values values = values_of(request, limit, constraint.enforced);
  if (!request) return bound("minimum", constraint) + ".  No request is specified";
  if (values.request < values.enforced) return bound("minimum", constraint) + ", but request is " + request->to_string();
  if (limit && values.limit < values.enforced) return bound("minimum", constraint) + ", but limit is " + limit->to_string();
  return {};
}

std::string above_maximum(const Constraint& constraint, const Demand& demand) {
  const Quantity* request = find(demand.requests, constraint.name);
  const Quantity* limit = find(demand.limits, constraint.name);
  const Values values = values_of(request, limit, constraint.enforced);
  if (!limit) return bound("maximum", constraint) + ".  No limit is specified";
  if (values.limit > values.enforced) return bound("maximum", constraint) + ", but limit is " + limit->to_string();
  if (request && values.request > values.enforced) return bound("maximum", constraint) + ", but request is " + request->to_string();
  return {};
}

std::string above_requested_maximum(const Constraint& constraint, const ResourceList& requests) {
  const Quantity* request = find(requests, constraint.name);
  const Values values = values_of(request, nullptr, constraint.enforced);
  if (!request) return bound("maximum", constraint) + ".  No request is specified";
  if (values.request > values.enforced) return bound("maximum", constraint) + ", but request is " + request->to_string();
  return {};
}

// %f
std::string with_six_digits(double value) {
  char text[400];  // the longest double has 309 digits before its point
  std::snprintf(text, sizeof text, "%f", value);
  return text;
}

std::string above_ratio(const Constraint& constraint, const Demand& demand) {
  const Quantity* request = find(demand.requests, constraint.name);
  const Quantity* limit = find(demand.limits, constraint.name);
  const Values values = values_of(request, limit, constraint.enforced);
  const std::string text = constraint.name + " max limit to request ratio per " + std::string(constraint.type) + " is " +
                           constraint.enforced.to_string() + ", but ";
  if (!request || values.request == 0) return text + "no request is specified or request is 0";
  if (!limit || values.limit == 0) return text + "no limit is specified or limit is 0";

  const double ratio = static_cast<double>(values.limit) / static_cast<double>(values.request);
  const bool in_thousandths = constraint.enforced.value() <= kMilliValueMax;
  const double observed = in_thousandths ? ratio * 1000 : ratio;
  const double maximum = static_cast<double>(in_thousandths ? constraint.enforced.milli_value() : constraint.enforced.value());
  return observed > maximum ? text + "provided ratio is " + with_six_digits(ratio) : std::string();
}

void report(std::string fault, std::vector<std::string>& faults) {
  if (!fault.empty()) faults.push_back(std::move(fault));
}

}  // namespace

void check_limit(LimitRangeItem limit, const Demand& demand, std::vector<std::string>& faults) {
  for (const auto& [name, amount] : read_resources(limit.min())) report(below_minimum({limit.type(), name, amount}, demand), faults);
  for (const auto& [name, amount] : read_resources(limit.max())) report(above_maximum({limit.type(), name, amount}, demand), faults);
  for (const auto& [name, amount] : read_resources(limit.max_limit_request_ratio()))
    report(above_ratio({limit.type(), name, amount}, demand), faults);
}

void check_claim_limit(LimitRangeItem limit, const ResourceList& requests, std::vector<std::string>& faults) {
  for (const auto& [name, amount] : read_resources(limit.min()))
    report(below_minimum({limit.type(), name, amount}, {.requests = requests}), faults);
  for (const auto& [name, amount] : read_resources(limit.max()))
    report(above_requested_maximum({limit.type(), name, amount}, requests), faults);
}

}  // namespace pintle::plugins
