// Updater: what a write does to the entries of managedFields. What it changes and adds is taken from all others, what it removes from
// everyone.
//
//   VersionedChange change(type, live, updated, request, arena);
//   PINTLE_TRY_VOID(change.compare());
//   reconcile_fields(entries, [&](std::string_view version) { return change.at(version).type; }, arena);
//   std::vector<Conflict> conflicts = conflicts_with(entries, nullptr, change);
//   take_fields(entries, nullptr, change, conflicts);
//
// Source: sigs.k8s.io/structured-merge-diff/v6/merge/update.go (Updater.update, reconcileManagedFieldsWithSchemaChanges).
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/apply/comparison.h"
#include "object/apply/field_filter.h"
#include "object/apply/managed_entries.h"
#include "object/managed_fields.h"

namespace pintle::object {

// Two states of one object, both typed or both plain, and how they differ at each version that an entry was written at.
class VersionedChange {
 public:
  // All must outlive this; comparisons are made in `arena`.
  VersionedChange(const schema::Type& type, const Value& before, const Value& after, const ManagedRequest& request, Arena& arena);

  // At the request's version; once, before all else.
  Result<void> compare();

  struct Version {
    std::string_view api_version;
    const schema::Type* type = nullptr;  // null: not served any more
    Comparison comparison;               // of the fields that the endpoint writes
    std::vector<Document> documents;     // what the comparison points into
  };
  const Version& at(std::string_view api_version);
  const Comparison& here() const { return versions_.front()->comparison; }
  const FieldFilter& filter() const { return filter_; }
  Arena& arena() { return arena_; }

 private:
  Result<void> compare_converted(Version& version);
  Result<Value> typed(const Value& state);
  Comparison filtered(const Comparison& comparison) const;

  const schema::Type& type_;
  const Value& before_;
  const Value& after_;
  const ManagedRequest& request_;
  Arena& arena_;
  FieldFilter filter_;
  std::vector<std::unique_ptr<Version>> versions_;
};

// Drops entries of versions that are not served (those without a type), and fits the others to today's schema.
using TypeOfVersion = std::function<const schema::Type*(std::string_view api_version)>;
void reconcile_fields(ManagedEntries& entries, const TypeOfVersion& type_of, Arena& arena);

// What the change would take from one manager.
struct Conflict {
  ManagedEntry manager;
  FieldSet fields;
};
// In the order of the entries. `self` is left alone; null: there is none.
std::vector<Conflict> conflicts_with(const ManagedEntries& entries, const ManagedEntry* self, VersionedChange& change);

// Takes the conflicts and all removed fields from every manager but `self`; managers that are left with nothing are dropped.
void take_fields(ManagedEntries& entries, const ManagedEntry* self, VersionedChange& change, const std::vector<Conflict>& conflicts);

// What a plain write does to the entries: all of the above, and the writer's own entry gains what it changed.
Result<void> track_update(const schema::Type& type, const Value& before, const Value& after, const ManagedRequest& request, Arena& arena,
                          ManagedEntries& entries);

}  // namespace pintle::object
