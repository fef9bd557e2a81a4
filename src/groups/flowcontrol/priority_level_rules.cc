#include <cmath>

#include "groups/flowcontrol/mandatory.h"
#include "groups/flowcontrol/rules.h"
#include "groups/internal_json.h"
#include "views/flowcontrol_v1.h"

namespace pintle::flowcontrol {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;

constexpr int32_t kQueuesMax = 10'000'000;
constexpr int32_t kPercentMax = 100;
constexpr int kHashBitsMax = 60;  // of the hash that deals a request its queues
constexpr std::string_view kTypes[] = {"Exempt", "Limited"};
constexpr std::string_view kResponses[] = {"Queue", "Reject"};

int entropy_bits(int32_t queues, int32_t hand_size) { return static_cast<int>(std::ceil(std::log2(queues) * hand_size)); }

void validate_hand_size(v1::QueuingConfiguration queuing, const FieldPath& path, ErrorList& errors) {
  const std::string hand = std::to_string(queuing.hand_size());
  const std::string queues = std::to_string(queuing.queues());
  if (queuing.hand_size() <= 0)
    errors.invalid(path, hand, "must be positive");
  else if (queuing.hand_size() > queuing.queues())
    errors.invalid(path, hand, "should not be greater than queues (" + queues + ")");
  else if (entropy_bits(queuing.queues(), queuing.hand_size()) > kHashBitsMax)
    errors.invalid(path, hand, "required entropy bits of deckSize " + queues + " and handSize " + hand + " should not be greater than 60");
}

void validate_queuing(v1::QueuingConfiguration queuing, const FieldPath& path, ErrorList& errors) {
  if (queuing.queue_length_limit() <= 0)
    errors.invalid(path.child("queueLengthLimit"), std::to_string(queuing.queue_length_limit()), "must be positive");
  if (queuing.queues() <= 0)
    errors.invalid(path.child("queues"), std::to_string(queuing.queues()), "must be positive");
  else if (queuing.queues() > kQueuesMax)
    errors.invalid(path.child("queues"), std::to_string(queuing.queues()), "must not be greater than 10000000");
  validate_hand_size(queuing, path.child("handSize"), errors);
}

void validate_limit_response(v1::LimitResponse response, const FieldPath& path, ErrorList& errors) {
  if (response.type() == "Reject") {
    if (response.queuing()) errors.forbidden(path.child("queuing"), "must be nil if limited.limitResponse.type is not Limited");
  } else if (response.type() != "Queue") {
    errors.not_supported(path.child("type"), json_quoted(response.type()), kResponses);
  } else if (!response.queuing()) {
    errors.required(path.child("queuing"), "must not be empty if limited.limitResponse.type is Limited");
  } else {
    validate_queuing(response.queuing(), path.child("queuing"), errors);
  }
}

void validate_shares(std::optional<int32_t> shares, const FieldPath& path, ErrorList& errors) {
  if (shares && *shares < 0)
    errors.invalid(path.child("nominalConcurrencyShares"), std::to_string(*shares), "must be a non-negative integer");
}

void validate_lendable(std::optional<int32_t> percent, const FieldPath& path, ErrorList& errors) {
  if (percent && (*percent < 0 || *percent > kPercentMax))
    errors.invalid(path.child("lendablePercent"), std::to_string(*percent), "must be between 0 and 100, inclusive");
}

void validate_limited(v1::LimitedPriorityLevelConfiguration limited, const FieldPath& path, ErrorList& errors) {
  validate_shares(limited.nominal_concurrency_shares(), path, errors);
  validate_limit_response(limited.limit_response(), path.child("limitResponse"), errors);
  validate_lendable(limited.lendable_percent(), path, errors);
  const auto borrowing = limited.borrowing_limit_percent();
  if (borrowing && *borrowing < 0)
    errors.invalid(path.child("borrowingLimitPercent"), std::to_string(*borrowing), "if specified, must be a non-negative integer");
}

void validate_by_type(v1::PriorityLevelConfigurationSpec spec, const FieldPath& path, ErrorList& errors) {
  if (spec.type() == "Exempt") {
    if (spec.limited()) errors.forbidden(path.child("limited"), "must be nil if the type is not Limited");
    validate_shares(spec.exempt().nominal_concurrency_shares(), path.child("exempt"), errors);
    validate_lendable(spec.exempt().lendable_percent(), path.child("exempt"), errors);
  } else if (spec.type() == "Limited") {
    if (spec.exempt()) errors.forbidden(path.child("exempt"), "must be nil if the type is Limited");
    if (spec.limited())
      validate_limited(spec.limited(), path.child("limited"), errors);
    else
      errors.required(path.child("limited"), "must not be empty when type is Limited");
  } else {
    errors.not_supported(path.child("type"), json_quoted(spec.type()), kTypes);
  }
}

}  // namespace

void validate_priority_level(v1::PriorityLevelConfigurationSpec spec, std::string_view name, ErrorList& errors) {
  const FieldPath path("spec");
  if ((name == kExempt) != (spec.type() == "Exempt"))
    errors.invalid(path.child("type"), json_quoted(spec.type()), "must be 'Exempt' if and only if `name` is 'exempt'");
  validate_by_type(spec, path, errors);
  if (matches_mandatory_priority_level(spec, name)) return;
  const std::string_view except = name == kExempt ? " except the 'spec.exempt' field" : "";
  errors.invalid(path, groups::internal_json_line(spec),
                 "spec of '" + std::string(name) + "'" + std::string(except) + " must equal the fixed value");
}

}  // namespace pintle::flowcontrol
