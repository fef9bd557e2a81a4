// From the Kinds to what the cache has to know: one spec for each key prefix, whichever versions are served of it.
#pragma once

#include <span>
#include <vector>

#include "api/kind.h"
#include "base/result.h"
#include "cache/resource_spec.h"

namespace pintle::server {

// Errors: a kind whose stored version has no schema type.
Result<std::vector<cache::ResourceSpec>> cache_specs(std::span<const api::Kind* const> kinds);

}  // namespace pintle::server
