// Server-side apply. The steps are upstream's, from the outside in: version check, last-applied, skip non-applied, build manager info,
// managed fields, strip meta, structured merge.
// Source: managedfields/internal/*.go; structured-merge-diff/v6/merge/update.go Updater.Apply.
#include <algorithm>

#include "object/apply/apply_error.h"
#include "object/apply/last_applied.h"
#include "object/apply/merge.h"
#include "object/apply/plain_object.h"
#include "object/apply/prune.h"
#include "object/apply/typed_check.h"
#include "object/apply/updater.h"
#include "object/equality.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/object_meta.h"
#include "object/unstructured.h"

namespace pintle::object {
namespace {

using schema::Type;

constexpr size_t kScratchBytes = 32 << 10;
constexpr size_t kResultBytes = 8 << 10;
constexpr std::string_view kBeforeFirstApply = "before-first-apply";

std::unexpected<Status> error(std::string_view what, const Status& why) {
  return fail(Status::unknown(std::string(what) + ": " + why.message()));
}

std::string_view text_of(const Value& plain, std::string_view key) {
  const Value* value = plain.get(key);
  return value ? value->as_string() : std::string_view();
}

Result<void> check_config(const Value& config, const ManagedRequest& request) {
  if (text_of(config, "apiVersion") != request.api_version || text_of(config, "kind") != request.kind) {
    const std::string kind = printed_kind(text_of(config, "apiVersion"), text_of(config, "kind"));
    return fail(Status::bad_request("invalid object type: " + kind));
  }
  const Value* metadata = config.get("metadata");
  const Value* managed = metadata ? metadata->get("managedFields") : nullptr;
  if (managed && managed->is_list()) return fail(Status::bad_request("metadata.managedFields must be nil"));
  return {};
}

// The stored object as the merge sees it: without managedFields, and with the kind that a new object has too.
Value plain_live(const Type& type, const Value& live, const ManagedRequest& request, Arena& arena) {
  Value plain = to_unstructured(type, live, arena);
  if (Value* metadata = plain.get("metadata")) metadata->erase("managedFields");
  plain.set(arena, "apiVersion", Value::string(request.api_version));
  plain.set(arena, "kind", Value::string(request.kind));
  return plain;
}

class Apply {
 public:
  Apply(const Type& type, const Value& live, const Value& config, const ManagedRequest& request, Arena& arena)
      : type_(type),
        config_(config),
        request_(request),
        arena_(arena),
        live_{request.api_version, &type, plain_live(type, live, request, arena)},
        self_{.manager = request.manager, .api_version = request.api_version, .subresource = request.subresource, .applied = true} {}

  const Value& live() const { return live_.value; }

  struct Outcome {
    ManagedEntries entries;
    Value object;                          // plain
    std::vector<FieldConflict> conflicts;  // then all else is as it was
  };

  Result<Outcome> run(const ManagedEntries& entries, Force force) {
    PINTLE_TRY_VOID(check_objects());
    Outcome outcome{.entries = entries};
    PlainConverter converter(request_, arena_);
    const auto type_of = [&](std::string_view version) {
      const std::optional<PlainObject> there = converter.convert(live_, version);
      return there ? there->type : nullptr;
    };
    reconcile_fields(outcome.entries, type_of, arena_);
    PINTLE_TRY(const PlainObject object, merged_and_pruned(outcome.entries, converter));
    outcome.object = object.value;

    VersionedChange change(type_, live_.value, outcome.object, request_, arena_);
    if (auto compared = change.compare(); !compared) return error("failed to compare objects", compared.error());
    const std::vector<Conflict> conflicts = conflicts_with(outcome.entries, &self_, change);
    if (force == Force::kNo && !conflicts.empty()) {
      outcome.conflicts = field_conflicts(conflicts, arena_);
      return outcome;
    }
    take_fields(outcome.entries, &self_, change, conflicts);
    strip_self(outcome.entries);
    return outcome;
  }

  bool changes(const Outcome& outcome) const { return !plain_equal(live_.value, outcome.object); }

  void renew_time(ManagedEntries& entries) const {
    if (ManagedEntry* entry = entries.find(self_)) entry->time = request_.time;
  }

 private:
  Result<void> check_objects() {
    if (auto checked = check_typed(type_, config_, Duplicates::kRefused); !checked) {
      return error("failed to create typed patch object (" + printed_object(config_) + ")", checked.error());
    }
    if (auto checked = check_typed(type_, live_.value, Duplicates::kAllowed); !checked) {
      return error("failed to create typed live object (" + printed_object(live_.value) + ")", checked.error());
    }
    return {};
  }

  // The applying manager owns what it names; what it named before and nobody else has goes.
  Result<PlainObject> merged_and_pruned(ManagedEntries& entries, PlainConverter& converter) {
    auto merged = merge_objects(type_, live_.value, config_, arena_);
    if (!merged) return error("failed to merge config", merged.error());
    auto fields = field_set_of(type_, config_, arena_);
    if (!fields) return error("failed to get field set", fields.error());

    const ManagedEntry* present = entries.find(self_);
    const std::optional<ManagedEntry> last = present ? std::optional(*present) : std::nullopt;
    ManagedEntry entry = self_;
    entry.fields = FieldFilter(request_.reset_fields, request_.written_fields, arena_).filtered(*fields);
    entry.time = last ? last->time : std::string_view();
    entries.put(entry);
    auto pruned = prune({request_.api_version, &type_, *merged}, entries, last ? &*last : nullptr, converter);
    if (!pruned) return error("failed to prune fields", pruned.error());
    return pruned;
  }

  void strip_self(ManagedEntries& entries) {
    ManagedEntry* entry = entries.find(self_);
    if (!entry) return;
    entry->fields = entry->fields.without(stripped_fields(), arena_);
    if (entry->fields.empty()) entries.remove(self_);
  }

  const Type& type_;
  const Value& config_;
  const ManagedRequest& request_;
  Arena& arena_;
  PlainObject live_;
  ManagedEntry self_;
};

// What client-side apply left may be taken by kubectl without force.
Result<Apply::Outcome> run_with_last_applied(Apply& apply, const Type& type, const ManagedEntries& entries, const ManagedRequest& request,
                                             Force force, Arena& arena) {
  PINTLE_TRY(Apply::Outcome outcome, apply.run(entries, force));
  if (outcome.conflicts.empty()) return outcome;
  if (request.manager == kKubectlManager) {
    if (const auto allowed = last_applied_fields(type, apply.live(), request.api_version, arena)) {
      std::erase_if(outcome.conflicts, [&](const FieldConflict& conflict) { return conflict.field.without(*allowed, arena).empty(); });
      if (outcome.conflicts.empty()) return apply.run(entries, Force::kYes);
    }
  }
  return fail(apply_conflict(outcome.conflicts));
}

// On the first apply, all that is there belongs to whoever made it.
Result<void> own_what_is_there(const Type& type, const Value& live, const ManagedRequest& request, Arena& arena, ManagedEntries& entries) {
  if (!entries.empty()) return {};
  ManagedRequest before = request;
  before.manager = kBeforeFirstApply;
  auto tracked = track_update(type, Value::empty_struct(), live, before, arena, entries);
  if (!tracked) return error("failed to create manager for existing fields", tracked.error());
  return {};
}

}  // namespace

Result<Document> apply_configuration(const Type& type, const Value* live, const Value& config, const ManagedRequest& request, Force force,
                                     const Defaulter& defaulter) {
  PINTLE_TRY_VOID(check_config(config, request));
  Arena arena(kScratchBytes);
  const Value stored = live ? *live : Value::empty_struct();
  const Value* managed = ObjectMeta(type, stored).managed_fields();
  auto entries = ManagedEntries::decode(managed, arena, managed);
  if (!entries) return error("failed to decode managed fields", entries.error());
  PINTLE_TRY_VOID(own_what_is_there(type, stored, request, arena, *entries));

  Apply apply(type, stored, config, request, arena);
  PINTLE_TRY(Apply::Outcome outcome, run_with_last_applied(apply, type, *entries, request, force, arena));
  Document object(&type, Arena(kResultBytes));
  if (apply.changes(outcome)) {
    auto typed = from_unstructured(type, outcome.object, arena, nullptr);
    if (!typed) return error("failed to convert new object (" + printed_object(config) + ") to proper version", typed.error());
    object.root() = deep_copy(*typed, object.arena());
    if (defaulter) defaulter(object);
    apply.renew_time(outcome.entries);
  } else {
    object.root() = deep_copy(stored, object.arena());
  }
  set_managed_fields(object, outcome.entries);
  if (request.manager == kKubectlManager) renew_last_applied(object, config);
  return object;
}

}  // namespace pintle::object
