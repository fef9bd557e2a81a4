// Which container of a Pod a log, exec or attach is about.
// Source: pkg/registry/core/pod/strategy.go, validateContainer.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "views/core_v1.h"

namespace pintle::proxy {

// `asked` "" is the only one. Errors: 400 when there are several, or none of that name.
Result<std::string> choose_container(core::v1::Pod pod, std::string_view asked);

}  // namespace pintle::proxy
