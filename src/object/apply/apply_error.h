// The texts of what can go wrong in server-side apply.
// Source: managedfields/internal/conflict.go, structuredmerge.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "object/apply/updater.h"
#include "object/value.h"

namespace pintle::object {

// One field that somebody else owns.
struct FieldConflict {
  std::string identifier;  // of the manager; conflicts are told by manager in this order
  std::string manager;     // as printed: `"kubectl" using apps/v1`
  FieldSet field;          // one path
  std::string path;
};
// Each path of each conflict, sorted by manager.
std::vector<FieldConflict> field_conflicts(const std::vector<Conflict>& conflicts, Arena& arena);
// 409 with a cause for each.
Status apply_conflict(const std::vector<FieldConflict>& conflicts);

// "apps/v1, Kind=Deployment"; "/v1, Kind=Pod" in the core group.
std::string printed_kind(std::string_view api_version, std::string_view kind);
// "ns/name; apps/v1, Kind=Deployment" of a plain object.
std::string printed_object(const Value& plain);

}  // namespace pintle::object
