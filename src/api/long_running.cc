#include "api/long_running.h"

#include <algorithm>
#include <array>

namespace pintle::api {

bool is_long_running(const RequestInfo& info) {
  constexpr std::array<std::string_view, 5> kSubresources = {"attach", "exec", "proxy", "log", "portforward"};
  if (info.verb == "watch" || info.verb == "proxy") return true;
  if (info.is_resource) return std::ranges::find(kSubresources, info.subresource) != kSubresources.end();
  return info.path.starts_with("/debug/pprof/");
}

}  // namespace pintle::api
