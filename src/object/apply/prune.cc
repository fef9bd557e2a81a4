#include "object/apply/prune.h"

#include <algorithm>

#include "object/apply/comparison.h"
#include "object/apply/remove.h"

namespace pintle::object {
namespace {

// Everything that the managers say is theirs, by version.
struct Owned {
  std::string_view api_version;
  FieldSet fields;
};

std::vector<Owned> owned_by_version(const ManagedEntries& entries, std::string_view first, Arena& arena) {
  std::vector<Owned> owned;
  for (const ManagedEntry& entry : entries.all()) {
    const auto at = std::ranges::find(owned, entry.api_version, &Owned::api_version);
    if (at == owned.end()) {
      owned.push_back({entry.api_version, entry.fields});
    } else {
      at->fields = at->fields.united(entry.fields, arena);
    }
  }
  // Fields that a conversion needs are back before the object is converted.
  std::ranges::partition(owned, [&](const Owned& one) { return one.api_version == first; });
  return owned;
}

class Pruner {
 public:
  explicit Pruner(PlainConverter& converter) : converter_(converter), arena_(converter.arena()) {}

  // The fields of an object, with the structs on their way.
  Result<FieldSet> named_fields_of(const PlainObject& object) {
    PINTLE_TRY(const FieldSet fields, field_set_of(*object.type, object.value, arena_));
    return with_named_fields(*object.type, fields, arena_);
  }

  // Items removed from `pruned` that someone owns come back.
  Result<void> add_back_owned(PlainObject& merged, PlainObject& pruned, const Owned& owned) {
    const std::optional<PlainObject> merged_there = converter_.convert(merged, owned.api_version);
    if (!merged_there) return {};
    const std::optional<PlainObject> pruned_there = converter_.convert(pruned, owned.api_version);
    if (!pruned_there) return {};
    PINTLE_TRY(const FieldSet merged_fields, named_fields_of(*merged_there));
    PINTLE_TRY(const FieldSet pruned_fields, named_fields_of(*pruned_there));
    const FieldSet kept = pruned_fields.united(with_named_fields(*merged_there->type, owned.fields, arena_), arena_);
    merged = *merged_there;
    pruned = merged;
    pruned.value = without_fields(*merged.type, merged.value, merged_fields.without(kept, arena_), arena_);
    return {};
  }

  // Only what the manager itself owned before goes: nobody's fields stay.
  Result<PlainObject> add_back_dangling(const PlainObject& merged, const PlainObject& pruned, const ManagedEntry& last) {
    const std::optional<PlainObject> pruned_there = converter_.convert(pruned, last.api_version);
    if (!pruned_there) return merged;
    PINTLE_TRY(const FieldSet pruned_fields, named_fields_of(*pruned_there));
    PINTLE_TRY(const FieldSet merged_fields, named_fields_of(merged));
    const FieldSet last_fields = with_named_fields(*merged.type, last.fields, arena_);
    const FieldSet removed = merged_fields.without(pruned_fields, arena_).intersected(last_fields, arena_);
    PlainObject result = merged;
    result.value = without_fields(*merged.type, merged.value, removed, arena_);
    return result;
  }

  Arena& arena() { return arena_; }

 private:
  PlainConverter& converter_;
  Arena& arena_;
};

}  // namespace

Result<PlainObject> prune(const PlainObject& merged, const ManagedEntries& entries, const ManagedEntry* last, PlainConverter& converter) {
  if (!last || last->fields.empty()) return merged;
  const ManagedEntry* now = entries.find(*last);
  const bool nothing_given_up =
      now && now->api_version == last->api_version && last->fields.without(now->fields, converter.arena()).empty();
  if (nothing_given_up) return merged;
  const std::optional<PlainObject> merged_there = converter.convert(merged, last->api_version);
  if (!merged_there) return merged;
  Pruner pruner(converter);
  PlainObject pruned = *merged_there;
  pruned.value = without_fields(*pruned.type, pruned.value, with_named_fields(*pruned.type, last->fields, pruner.arena()), pruner.arena());
  PlainObject whole = *merged_there;
  for (const Owned& owned : owned_by_version(entries, last->api_version, pruner.arena())) {
    PINTLE_TRY_VOID(pruner.add_back_owned(whole, pruned, owned));
  }
  PINTLE_TRY(const PlainObject result, pruner.add_back_dangling(*merged_there, pruned, *last));
  return converter.convert(result, merged.api_version).value_or(merged);
}

}  // namespace pintle::object
