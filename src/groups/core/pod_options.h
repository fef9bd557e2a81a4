// PodValidationOptions in the words of the pages that they concern.
#pragma once

#include "groups/core/pod_spec.h"
#include "groups/core/resource_rules.h"
#include "groups/core/scheduling_rules.h"

namespace pintle::core {

SchedulingRules scheduling_rules(const PodValidationOptions& options);
HugePages huge_pages_rule(const PodValidationOptions& options);

}  // namespace pintle::core
