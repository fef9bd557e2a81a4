// What a LimitRange demands of one container, Pod or claim: at least, at most, and limits not too many times the requests.
// Source: plugin/pkg/admission/limitranger (minConstraint, maxConstraint, limitRequestRatioConstraint).
#pragma once

#include <string>
#include <vector>

#include "plugins/resource_list.h"
#include "views/core_v1.h"

namespace pintle::plugins {

struct Demand {
  ResourceList requests;
  ResourceList limits;
};

// Adds why `demand` does not fit within `limit`.
void check_limit(core::v1::LimitRangeItem limit, const Demand& demand, std::vector<std::string>& faults);
// The same for a claim, which has requests only.
void check_claim_limit(core::v1::LimitRangeItem limit, const ResourceList& requests, std::vector<std::string>& faults);

}  // namespace pintle::plugins
