#include "api/openapi/group_version.h"

#include <algorithm>

namespace pintle::api::openapi {

const schema::Type* GroupVersion::find(std::string_view of_group, std::string_view of_version, std::string_view kind) const {
  const auto own = std::ranges::find_if(
      types, [&](const schema::KindEntry& entry) { return entry.kind == kind && entry.version == of_version && entry.group == of_group; });
  return own != types.end() ? own->type : schema::find_builtin_kind(of_group, of_version, kind);
}

std::vector<GroupVersion> group_versions(std::span<const Kind* const> kinds) {
  std::vector<GroupVersion> found;
  for (const Kind* kind : kinds) {
    const auto place =
        std::ranges::find_if(found, [&](const GroupVersion& one) { return one.group == kind->group && one.version == kind->version; });
    if (place != found.end())
      place->kinds.push_back(kind);
    else
      found.push_back({.group = std::string(kind->group), .version = std::string(kind->version), .kinds = {kind}, .types = {}});
  }
  std::ranges::sort(found, {}, &GroupVersion::path);
  return found;
}

}  // namespace pintle::api::openapi
