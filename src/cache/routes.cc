#include "cache/routes.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace pintle::cache {
namespace {
std::string_view prefix_of(const std::shared_ptr<LiveResource>& resource) { return resource->spec().key_prefix; }
}  // namespace

bool overlap(std::string_view one_prefix, std::string_view other_prefix) {
  return one_prefix.starts_with(other_prefix) || other_prefix.starts_with(one_prefix);
}

Routes::Routes(std::vector<std::shared_ptr<LiveResource>> resources) : resources_(std::move(resources)) {
  std::ranges::sort(resources_, {}, prefix_of);
  for (size_t i = 1; i < resources_.size(); ++i) PINTLE_CHECK(!overlap(prefix_of(resources_[i - 1]), prefix_of(resources_[i])));
}

LiveResource* Routes::find(std::string_view key) const {
  const auto behind = std::ranges::upper_bound(resources_, key, {}, prefix_of);
  if (behind == resources_.begin()) return nullptr;
  LiveResource* resource = std::prev(behind)->get();
  return key.starts_with(resource->spec().key_prefix) ? resource : nullptr;
}

std::shared_ptr<LiveResource> Routes::with_prefix(std::string_view key_prefix) const {
  const auto found = std::ranges::lower_bound(resources_, key_prefix, {}, prefix_of);
  return found != resources_.end() && prefix_of(*found) == key_prefix ? *found : nullptr;
}

}  // namespace pintle::cache
