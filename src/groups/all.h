// all(): the kinds that Pintle serves by default, one for each group and version.
//
// Thread: any. The array and the Kinds live as long as the process.
#pragma once

#include <span>

#include "api/kind.h"

namespace pintle::groups {

std::span<const api::Kind* const> all();

}  // namespace pintle::groups
