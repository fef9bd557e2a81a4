#include "object/scale_managed_fields.h"

#include <algorithm>
#include <vector>

#include "object/apply/field_filter.h"
#include "object/apply/managed_entries.h"

namespace pintle::object {
namespace {

constexpr std::string_view kScaleVersion = "autoscaling/v1";
constexpr std::string_view kScaleReplicas = "spec.replicas";

bool is_served(const ScaleMapping& mapping, const ManagedEntry& entry) {
  return std::ranges::find(mapping.api_versions, entry.api_version) != mapping.api_versions.end();
}

}  // namespace

Result<Value> scale_managed_fields(const Value* parent_entries, const ScaleMapping& mapping, Arena& arena) {
  PINTLE_TRY(ManagedEntries parent, ManagedEntries::decode(parent_entries, arena));
  const std::vector<PathElement> replicas = field_path(mapping.replicas);
  ManagedEntries scale;
  for (ManagedEntry entry : parent.all()) {
    if (!is_served(mapping, entry) || !entry.fields.has(replicas)) continue;
    entry.api_version = kScaleVersion;
    entry.fields = FieldSet().with(field_path(kScaleReplicas), arena);
    scale.all().push_back(entry);
  }
  return scale.encode(arena);
}

Result<Value> parent_managed_fields(const Value* parent_entries, const Value* scale_entries, const ScaleMapping& mapping,
                                    std::string_view api_version, Arena& arena) {
  PINTLE_TRY(ManagedEntries parent, ManagedEntries::decode(parent_entries, arena));
  PINTLE_TRY(ManagedEntries scale, ManagedEntries::decode(scale_entries, arena));
  const std::vector<PathElement> path = field_path(mapping.replicas);
  const FieldSet replicas = FieldSet().with(path, arena);
  ManagedEntries result;
  for (ManagedEntry entry : parent.all()) {
    if (!is_served(mapping, entry)) continue;
    if (entry.fields.has(path)) {
      if (scale.find(entry)) {
        scale.remove(entry);
      } else {
        entry.fields = entry.fields.without(replicas, arena);  // somebody else has set them
      }
    }
    if (!entry.fields.empty()) result.all().push_back(entry);
  }
  for (ManagedEntry entry : scale.all()) {
    if (!entry.fields.has(field_path(kScaleReplicas))) continue;
    const ManagedEntry* before = parent.find(entry);
    if (before) result.remove(entry);
    entry.time = before ? before->time : std::string_view();  // upstream loses the time of the write
    entry.api_version = api_version;
    entry.fields = replicas;
    result.all().push_back(entry);
  }
  return result.encode(arena);
}

}  // namespace pintle::object
