#include "object/apply/updater.h"

#include <algorithm>

#include "object/apply/reconcile.h"
#include "object/unstructured.h"

namespace pintle::object {

VersionedChange::VersionedChange(const schema::Type& type, const Value& before, const Value& after, const ManagedRequest& request,
                                 Arena& arena)
    : type_(type),
      before_(before),
      after_(after),
      request_(request),
      arena_(arena),
      filter_(request.reset_fields, request.written_fields, arena) {}

Comparison VersionedChange::filtered(const Comparison& comparison) const {
  return {.added = filter_.filtered(comparison.added),
          .modified = filter_.filtered(comparison.modified),
          .removed = filter_.filtered(comparison.removed)};
}

Result<void> VersionedChange::compare() {
  PINTLE_TRY(const Comparison comparison, compare_objects(type_, before_, after_, arena_));
  versions_.push_back(std::make_unique<Version>(request_.api_version, &type_, filtered(comparison)));
  return {};
}

const VersionedChange::Version& VersionedChange::at(std::string_view api_version) {
  for (const auto& version : versions_) {
    if (version->api_version == api_version) return *version;
  }
  Version& version = *versions_.emplace_back(std::make_unique<Version>(api_version));
  if (request_.convert && !compare_converted(version)) version.type = nullptr;
  return version;
}

Result<Value> VersionedChange::typed(const Value& state) {
  if (state.is_struct()) return state;
  return from_unstructured(type_, state, arena_, nullptr);
}

Result<void> VersionedChange::compare_converted(Version& version) {
  PINTLE_TRY(const Value typed_before, typed(before_));
  PINTLE_TRY(const Value typed_after, typed(after_));
  PINTLE_TRY(Document before, request_.convert(typed_before, version.api_version));
  PINTLE_TRY(Document after, request_.convert(typed_after, version.api_version));
  version.type = after.type();
  version.documents.push_back(std::move(before));
  version.documents.push_back(std::move(after));
  PINTLE_TRY(const Comparison comparison, compare_objects(*version.type, version.documents[0].root(), version.documents[1].root(), arena_));
  version.comparison = filtered(comparison);
  return {};
}

void reconcile_fields(ManagedEntries& entries, const TypeOfVersion& type_of, Arena& arena) {
  std::erase_if(entries.all(), [&](const ManagedEntry& entry) { return type_of(entry.api_version) == nullptr; });
  for (ManagedEntry& entry : entries.all()) entry.fields = reconciled(entry.fields, *type_of(entry.api_version), arena);
}

std::vector<Conflict> conflicts_with(const ManagedEntries& entries, const ManagedEntry* self, VersionedChange& change) {
  std::vector<Conflict> conflicts;
  for (const ManagedEntry& entry : entries.all()) {
    if (self && entry.same_manager(*self)) continue;
    const Comparison& comparison = change.at(entry.api_version).comparison;
    const FieldSet changed = comparison.modified.united(comparison.added, change.arena());
    const FieldSet taken = entry.fields.intersected(changed, change.arena());
    if (!taken.empty()) conflicts.push_back({entry, taken});
  }
  return conflicts;
}

void take_fields(ManagedEntries& entries, const ManagedEntry* self, VersionedChange& change, const std::vector<Conflict>& conflicts) {
  for (const Conflict& conflict : conflicts) {
    ManagedEntry* entry = entries.find(conflict.manager);
    if (entry) entry->fields = entry->fields.without(conflict.fields, change.arena());
  }
  for (ManagedEntry& entry : entries.all()) {
    if (self && entry.same_manager(*self)) continue;
    entry.fields = entry.fields.without(change.at(entry.api_version).comparison.removed, change.arena());
  }
  std::erase_if(entries.all(), [](const ManagedEntry& entry) { return entry.fields.empty(); });
}

namespace {

constexpr std::string_view kUnknownManager = "unknown";

ManagedEntry writer_of(const ManagedRequest& request) {
  return {.manager = request.manager.empty() ? kUnknownManager : request.manager,
          .api_version = request.api_version,
          .subresource = request.subresource,
          .time = request.time};
}

void give_changes(ManagedEntries& entries, ManagedEntry self, VersionedChange& change) {
  Arena& arena = change.arena();
  const Comparison& here = change.here();
  self.fields = here.modified.united(here.added, arena).without(stripped_fields(), arena);
  if (self.fields.empty()) return;
  if (const ManagedEntry* previous = entries.find(self)) {
    self.fields = previous->fields.united(self.fields, arena);
    self.wire = previous->wire;
    self.wire_root = previous->wire_root;
  }
  entries.put(self);
}

}  // namespace

Result<void> track_update(const schema::Type& type, const Value& before, const Value& after, const ManagedRequest& request, Arena& arena,
                          ManagedEntries& entries) {
  VersionedChange change(type, before, after, request, arena);
  PINTLE_TRY_VOID(change.compare());
  reconcile_fields(entries, [&](std::string_view version) { return change.at(version).type; }, arena);
  const ManagedEntry self = writer_of(request);
  take_fields(entries, nullptr, change, conflicts_with(entries, &self, change));
  give_changes(entries, self, change);
  cap_update_managers(entries, arena);
  return {};
}

}  // namespace pintle::object
