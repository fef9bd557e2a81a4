// How much of a log is asked for, and in which form: what is refused, and what the kubelet is told.
// Source: pkg/apis/core/validation ValidatePodLogOptions; pkg/registry/core/pod/strategy.go LogLocation.
#pragma once

#include <string>

#include "object/field_error.h"
#include "views/core_v1.h"

namespace pintle::proxy {

void validate_log_options(core::v1::PodLogOptions options, object::ErrorList& errors);
// "follow=true&tailLines=5": sorted, as Go's url.Values are.
std::string log_query(core::v1::PodLogOptions options);

}  // namespace pintle::proxy
