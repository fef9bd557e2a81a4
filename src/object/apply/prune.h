// Pruning: what a manager applied last time and leaves out now goes, unless somebody else owns it.
// Source: structured-merge-diff/v6/merge/update.go (prune, addBackOwnedItems, addBackDanglingItems).
#pragma once

#include "base/result.h"
#include "object/apply/managed_entries.h"
#include "object/apply/plain_object.h"

namespace pintle::object {

// `merged`: the object with the new configuration in it; `last`: the applying manager's entry from before, null when there was none;
// `entries`: all managers, the applying one with its new fields. The result is at the version of `merged`.
Result<PlainObject> prune(const PlainObject& merged, const ManagedEntries& entries, const ManagedEntry* last, PlainConverter& converter);

}  // namespace pintle::object
