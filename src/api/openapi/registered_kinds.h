// RegisteredKinds: as which kinds a type is registered, for x-kubernetes-group-version-kind. Mostly one; DeleteOptions and WatchEvent are
// registered in every group and version, served or not.
// Ownership: the types and the GroupVersions outlive it. Immutable; any thread.
// Source: k8s.io/apiserver/pkg/endpoints/openapi DefinitionNamer; pkg/server/routes/openapi.go filterScopedGVKs.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "api/openapi/definition.h"
#include "api/openapi/group_version.h"

namespace pintle::api::openapi {

class RegisteredKinds {
 public:
  // The built-in kinds, and those that `added` brings along.
  explicit RegisteredKinds(std::span<const GroupVersion> added);

  // Sorted by group, version and kind.
  std::vector<GroupVersionKind> of(const schema::Type& type) const;
  // As in the document of one group and version: a type of every group is named there and in the core group only.
  std::vector<GroupVersionKind> within(const schema::Type& type, std::string_view group, std::string_view version) const;

 private:
  void add(std::span<const schema::KindEntry> kinds);
  std::map<const schema::Type*, std::vector<GroupVersionKind>> kinds_;
};

}  // namespace pintle::api::openapi
