#include "groups/core/limit_range_rules.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <set>

#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_names.h"
#include "groups/core/resource_rules.h"
#include "object/validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::Quantity;

constexpr std::string_view kPod = "Pod";
constexpr std::string_view kContainer = "Container";
constexpr std::string_view kClaim = "PersistentVolumeClaim";
constexpr std::string_view kTypes[] = {kContainer, kClaim, kPod};
// Larger amounts are not counted in thousandths.
constexpr int64_t kMilliValueMax = INT64_MAX / 1000;

using Amounts = object::MapView<std::string_view>;

// An amount of one resource in one of the maps.
class Amount {
 public:
  Amount(Amounts amounts, std::string_view name) : present_(amounts.contains(name)), text_(present_ ? amounts.get(name) : "0") {}
  explicit operator bool() const { return present_; }
  std::string_view text() const { return text_; }
  Quantity value() const { return amount_of(text_); }
  bool operator>(const Amount& other) const { return present_ && other.present_ && value() > other.value(); }

 private:
  bool present_;
  std::string_view text_;
};

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

// %f.
std::string fixed(double number) {
  std::array<char, 400> text;
  const int length = std::snprintf(text.data(), text.size(), "%f", number);
  return std::string(text.data(), static_cast<size_t>(length));
}

void validate_names(std::string_view type, Amounts amounts, const FieldPath& path, std::set<std::string_view>& names, ErrorList& errors) {
  for (auto [name, amount] : amounts) {
    if (type == kPod || type == kContainer)
      validate_container_resource_name(name, path.key(name), errors);
    else
      validate_resource_name(name, path.key(name), errors);
    names.insert(name);
  }
}

// One amount is greater than another that it must not exceed. `shown`: the one that the error is about.
struct Disagreement {
  const Amount& greater;
  std::string_view greater_name;
  const Amount& lesser;
  std::string_view lesser_name;
  const Amount& shown;
  std::string_view field;
};

void validate_order(const Disagreement& pair, std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (!(pair.greater > pair.lesser)) return;
  errors.invalid(
      path.child(pair.field).key(name), printed_amount(pair.shown.text()),
      joined({pair.greater_name, " value ", pair.greater.text(), " is greater than ", pair.lesser_name, " value ", pair.lesser.text()}));
}

void validate_ratio(const Amount& ratio, const Amount& min, const Amount& max, const FieldPath& path, ErrorList& errors) {
  if (!ratio) return;
  if (ratio.value() < Quantity::of(1))
    errors.invalid(path, printed_amount(ratio.text()), joined({"ratio ", ratio.text(), " is less than 1"}));
  if (!min || !max) return;
  double ratio_value = static_cast<double>(ratio.value().value());
  int64_t least = min.value().value();
  int64_t most = max.value().value();
  if (ratio.value().value() < kMilliValueMax && least < kMilliValueMax && most < kMilliValueMax) {
    ratio_value = static_cast<double>(ratio.value().milli_value()) / 1000;
    least = min.value().milli_value();
    most = max.value().milli_value();
  }
  const double limit = static_cast<double>(most) / static_cast<double>(least);
  if (ratio_value > limit)
    errors.invalid(path, printed_amount(ratio.text()), joined({"ratio ", ratio.text(), " is greater than max/min = ", fixed(limit)}));
}

void validate_amounts(v1::LimitRangeItem limit, std::string_view name, const FieldPath& path, ErrorList& errors) {
  const bool has_defaults = limit.type() != kPod;
  const Amount min(limit.min(), name);
  const Amount max(limit.max(), name);
  const Amount limits(has_defaults ? limit.default_() : Amounts(nullptr), name);
  const Amount request(has_defaults ? limit.default_request() : Amounts(nullptr), name);
  const Amount ratio(limit.max_limit_request_ratio(), name);
  validate_order({min, "min", max, "max", min, "min"}, name, path, errors);
  validate_order({min, "min", request, "default request", request, "defaultRequest"}, name, path, errors);
  validate_order({request, "default request", max, "max", request, "defaultRequest"}, name, path, errors);
  validate_order({request, "default request", limits, "default limit", request, "defaultRequest"}, name, path, errors);
  validate_order({min, "min", limits, "default", min, "default"}, name, path, errors);
  validate_order({limits, "default", max, "max", max, "default"}, name, path, errors);
  validate_ratio(ratio, min, max, path.child("maxLimitRequestRatio").key(name), errors);
  if (!is_overcommit_allowed(name) && limits && request && limits.value() != request.value())
    errors.invalid(path.child("defaultRequest").key(name), printed_amount(request.text()),
                   joined({"default value ", limits.text(), " must equal to defaultRequest value ", request.text(), " in ", name}));
}

void set_container_defaults(v1::LimitRangeItemMut limit) {
  for (auto [name, amount] : limit.max())
    if (!limit.default_().contains(name)) limit.ensure_default().set(name, amount);
  for (auto [name, amount] : limit.default_())
    if (!limit.default_request().contains(name)) limit.ensure_default_request().set(name, amount);
  for (auto [name, amount] : limit.min())
    if (!limit.default_request().contains(name)) limit.ensure_default_request().set(name, amount);
}

}  // namespace

void set_limit_defaults(v1::LimitRangeItemMut limit) {
  if (limit.type() == kContainer) set_container_defaults(limit);
  if (limit.has_max()) round_up_to_milli(limit.ensure_max());
  if (limit.has_min()) round_up_to_milli(limit.ensure_min());
  if (limit.has_default()) round_up_to_milli(limit.ensure_default());
  if (limit.has_default_request()) round_up_to_milli(limit.ensure_default_request());
  if (limit.has_max_limit_request_ratio()) round_up_to_milli(limit.ensure_max_limit_request_ratio());
}

void validate_limit_type(std::string_view type, const FieldPath& path, ErrorList& errors) {
  const object::Messages faults = object::is_qualified_name(type);
  errors.invalid_each(path, object::json_quoted(type), faults);
  if (!faults.empty() || type.find('/') != std::string_view::npos) return;
  if (std::ranges::find(kTypes, type) == std::end(kTypes))
    errors.invalid(path, object::json_quoted(type), "must be a standard limit type or fully qualified");
}

void validate_limit(v1::LimitRangeItem limit, const FieldPath& path, ErrorList& errors) {
  const std::string_view type = limit.type();
  std::set<std::string_view> names;
  validate_names(type, limit.max(), path.child("max"), names, errors);
  validate_names(type, limit.min(), path.child("min"), names, errors);
  if (type == kPod) {
    if (!limit.default_().empty()) errors.forbidden(path.child("default"), "may not be specified when `type` is 'Pod'");
    if (!limit.default_request().empty()) errors.forbidden(path.child("defaultRequest"), "may not be specified when `type` is 'Pod'");
  } else {
    validate_names(type, limit.default_(), path.child("default"), names, errors);
    validate_names(type, limit.default_request(), path.child("defaultRequest"), names, errors);
  }
  if (type == kClaim && !limit.min().contains(kStorageResource) && !limit.max().contains(kStorageResource))
    errors.required(path.child("limits"), "either minimum or maximum storage value is required, but neither was provided");
  validate_names(type, limit.max_limit_request_ratio(), path.child("maxLimitRequestRatio"), names, errors);
  for (const std::string_view name : names) validate_amounts(limit, name, path, errors);
}

}  // namespace pintle::core
