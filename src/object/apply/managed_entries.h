// ManagedEntries: metadata.managedFields decoded, one entry per manager, to be changed and encoded again.
//
// Two entries are of one manager when their names, operations, subresources and, for updates, apiVersions are the same. Of several such
// entries in a list the last counts.
//
// Ownership: names and sets are views into the object decoded from and the arena given. One thread.
// Source: k8s.io/apimachinery/pkg/util/managedfields/internal/managedfields.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/field_set.h"
#include "object/value.h"

namespace pintle::object {

struct ManagedEntry {
  std::string_view manager;
  std::string_view api_version;
  std::string_view subresource;
  bool applied = false;   // operation Apply; else Update
  std::string_view time;  // RFC 3339, "" when there is none
  FieldSet fields;
  // The wire form of `fields` as decoded, when it is known to be the one that would be written; else "".
  std::string_view wire;
  FieldSet::Node wire_root;

  bool has_wire() const { return !wire.empty() && wire_root.data() == fields.root().data() && wire_root.size() == fields.root().size(); }
  bool same_manager(const ManagedEntry& other) const;
  // Upstream's identifier, a JSON text: entries are sorted and conflicts grouped by it.
  std::string identifier() const;
};

class ManagedEntries {
 public:
  // Null is none. `stored`: entries of a stored object (null: none). What was written by a server needs not be written anew.
  static Result<ManagedEntries> decode(const Value* list, Arena& arena, const Value* stored = nullptr);
  // As the object holds it: sorted by operation, time, manager, apiVersion and subresource. All memory is of `arena`.
  Value encode(Arena& arena) const;

  bool empty() const { return entries_.empty(); }
  std::vector<ManagedEntry>& all() { return entries_; }
  const std::vector<ManagedEntry>& all() const { return entries_; }
  // Null when there is none; valid until an entry is added or removed.
  ManagedEntry* find(const ManagedEntry& manager);
  const ManagedEntry* find(const ManagedEntry& manager) const { return const_cast<ManagedEntries*>(this)->find(manager); }
  void remove(const ManagedEntry& manager);
  // Replaces the entry of the same manager.
  void put(const ManagedEntry& entry);

 private:
  std::vector<ManagedEntry> entries_;
};

// Sets metadata.managedFields, or removes it when there are no entries; metadata is made when it is needed.
void set_managed_fields(Document& document, const ManagedEntries& entries);

// The client asks to forget all managers: an empty list, or one empty entry.
bool is_managed_fields_reset(const Value* list);

// Merges the oldest updates, by apiVersion, into entries named "ancient-changes" until at most kUpdateManagersMax updates are left.
void cap_update_managers(ManagedEntries& entries, Arena& arena);

}  // namespace pintle::object
