// Sets of tolerations. Source: pkg/util/tolerations.
#pragma once

#include <vector>

#include "views/core_v1.h"

namespace pintle::plugins {

// Both lists, first before second, without those that another one covers.
std::vector<core::v1::Toleration> merge_tolerations(object::ListView<core::v1::Toleration> first,
                                                    object::ListView<core::v1::Toleration> second);

}  // namespace pintle::plugins
