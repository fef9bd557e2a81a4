#include "api/openapi/registered_kinds.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace pintle::api::openapi {
namespace {

// Kinds of answers, not of an API that the server installs: AddToGroupVersion is not called for their groups.
bool is_installed(std::string_view group) { return group != "apidiscovery.k8s.io" && group != "meta.k8s.io"; }

auto order(const GroupVersionKind& kind) { return std::tie(kind.group, kind.version, kind.kind); }

bool is_of_every_group(const std::vector<GroupVersionKind>& kinds) {
  return !kinds.empty() && (kinds.front().kind == "WatchEvent" || kinds.front().kind == "DeleteOptions");
}

}  // namespace

RegisteredKinds::RegisteredKinds(std::span<const GroupVersion> added) {
  add(schema::builtin_kinds());
  for (const GroupVersion& one : added) add(one.types);
  std::set<std::pair<std::string_view, std::string_view>> versions;
  for (const schema::KindEntry& entry : schema::builtin_kinds())
    if (is_installed(entry.group)) versions.emplace(entry.group, entry.version);
  for (const schema::KindEntry& shared : schema::shared_kinds())
    for (const auto& [group, version] : versions) kinds_[shared.type].push_back({group, version, shared.kind});
  for (auto& [type, kinds] : kinds_) std::ranges::sort(kinds, {}, order);
}

void RegisteredKinds::add(std::span<const schema::KindEntry> kinds) {
  for (const schema::KindEntry& entry : kinds) kinds_[entry.type].push_back({entry.group, entry.version, entry.kind});
}

std::vector<GroupVersionKind> RegisteredKinds::of(const schema::Type& type) const {
  const auto found = kinds_.find(&type);
  return found == kinds_.end() ? std::vector<GroupVersionKind>() : found->second;
}

std::vector<GroupVersionKind> RegisteredKinds::within(const schema::Type& type, std::string_view group, std::string_view version) const {
  std::vector<GroupVersionKind> kinds = of(type);
  if (!is_of_every_group(kinds)) return kinds;
  std::erase_if(kinds, [&](const GroupVersionKind& kind) {
    const bool own = kind.group == group && kind.version == version;
    const bool core = kind.group.empty() && kind.version == "v1";
    return !own && !core;
  });
  return kinds;
}

}  // namespace pintle::api::openapi
