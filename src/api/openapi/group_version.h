// GroupVersion: the kinds of one group and version, as OpenAPI tells of them. Built-in ones, and those that come and go (custom resources):
// whoever adds kinds gives their types along.
// Ownership: the Kinds and types outlive it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "api/kind.h"
#include "schema/type.h"

namespace pintle::api::openapi {

struct GroupVersion {
  std::string group;
  std::string version;
  std::vector<const Kind*> kinds;
  // Types that are not built in, also of lists: {group, version, "Widget", &type}.
  std::vector<schema::KindEntry> types;

  // "api/v1", "apis/apps/v1": the path below / and below /openapi/v3/.
  std::string path() const { return group.empty() ? "api/" + version : "apis/" + group + "/" + version; }
  // null when neither `types` nor the official modules have it.
  const schema::Type* find(std::string_view of_group, std::string_view of_version, std::string_view kind) const;
};

// The groups and versions of built-in kinds, sorted by path.
std::vector<GroupVersion> group_versions(std::span<const Kind* const> kinds);

}  // namespace pintle::api::openapi
