#include "store/embedded/staged_group.h"

#include <algorithm>
#include <limits>
#include <ranges>
#include <string>

#include "store/embedded/view.h"

namespace pintle::store::embedded {

StagedGroup::StagedGroup(const Database& database, Heads& heads, int64_t revision, UnixMs now)
    : database_(database),
      heads_(heads),
      written_(revision),
      now_(now),
      events_{.revision = revision},
      first_expiry_(std::numeric_limits<UnixMs>::max()) {}

Result<CommitResult> StagedGroup::stage(const Transaction& transaction) {
  PINTLE_TRY(std::vector<Target> targets, this->targets(transaction));
  for (size_t i = 0; i < targets.size(); ++i) {
    if (!transaction.operations[i].expect.met_by(targets[i].head.mod_revision)) return refusal(transaction, targets);
  }
  const int64_t revision = events_.revision + 1;
  for (size_t i = 0; i < targets.size(); ++i) apply(transaction.operations[i], targets[i], revision);
  take_revision(revision);
  return CommitResult{.applied = true, .revision = events_.revision};
}

Result<void> StagedGroup::expire(const ExpiryKey& expiry) {
  Target target{.hash = heads_.hash(expiry.key)};
  PINTLE_TRY(target.head, heads_.find(target.hash, expiry.key));
  const int64_t revision = events_.revision + 1;
  if (target.head.mod_revision == expiry.revision) erase(expiry.key, target, revision, true);
  take_revision(revision);
  batch_.Delete(expiry_key(expiry));
  return {};
}

void StagedGroup::undo() {
  for (const Target& target : std::views::reverse(undo_)) heads_.set(target.hash, target.head);
  undo_.clear();
}

Result<std::vector<StagedGroup::Target>> StagedGroup::targets(const Transaction& transaction) {
  std::vector<Target> targets;
  targets.reserve(transaction.operations.size());
  for (const Operation& operation : transaction.operations) {
    const Hash128 hash = heads_.hash(operation.key);
    PINTLE_TRY(Head head, heads_.find(hash, operation.key));
    targets.push_back({hash, head});
  }
  return targets;
}

Result<CommitResult> StagedGroup::refusal(const Transaction& transaction, const std::vector<Target>& targets) {
  CommitResult result{.revision = events_.revision};
  for (size_t i = 0; i < targets.size(); ++i) {
    PINTLE_TRY(auto current, this->current(transaction.operations[i].key, targets[i].head));
    result.current.push_back(std::move(current));
  }
  return result;
}

// The value behind a head: in this group's own events, or else in the database.
Result<std::optional<KeyValue>> StagedGroup::current(std::string_view key, const Head& head) {
  if (head.mod_revision == 0) return std::nullopt;
  if (head.mod_revision <= written_) {
    PINTLE_TRY(View view, View::take(database_));
    PINTLE_TRY(auto found, view.get(key, head.mod_revision));
    if (!found) return fail(damaged("the object \"" + std::string(key) + "\" is gone"));
    return found;
  }
  auto event = std::ranges::find_if(events_.events,
                                    [&](const Event& event) { return event.kv.mod_revision == head.mod_revision && event.kv.key == key; });
  return event->kv;
}

void StagedGroup::apply(const Operation& operation, const Target& target, int64_t revision) {
  switch (operation.kind) {
    case Operation::Kind::kCheck:
      return;
    case Operation::Kind::kPut:
      return put(operation, target, revision);
    case Operation::Kind::kDelete:
      if (target.head.mod_revision != 0) erase(operation.key, target, revision, false);
      return;
  }
}

void StagedGroup::put(const Operation& operation, const Target& target, int64_t revision) {
  const int64_t created = target.head.mod_revision != 0 ? target.head.create_revision : revision;
  write(operation.key, {.create_revision = created, .value = operation.value.view()}, revision);
  encode_change({.previous_revision = target.head.mod_revision, .key = operation.key}, changes_);
  if (operation.ttl_seconds > 0) {
    const UnixMs expiry = expiry_of(now_, operation.ttl_seconds);
    first_expiry_ = std::min(first_expiry_, expiry);
    batch_.Put(expiry_key({.expiry = expiry, .revision = revision, .key = operation.key}), rocksdb::Slice());
  }
  undo_.push_back(target);
  heads_.set(target.hash, {.mod_revision = revision, .create_revision = created});
  events_.events.push_back({.kind = Event::Kind::kPut,
                            .kv = {.key = operation.key, .value = operation.value, .create_revision = created, .mod_revision = revision},
                            .previous_revision = target.head.mod_revision});
}

void StagedGroup::erase(std::string_view key, const Target& target, int64_t revision, bool expired) {
  write(key, {.deleted = true}, revision);
  encode_change({.deleted = true, .expired = expired, .previous_revision = target.head.mod_revision, .key = key}, changes_);
  undo_.push_back(target);
  heads_.set(target.hash, {});
  events_.events.push_back({.kind = Event::Kind::kDelete,
                            .kv = {.key = std::string(key), .mod_revision = revision},
                            .previous_revision = target.head.mod_revision,
                            .expired = expired});
}

void StagedGroup::write(std::string_view key, const Record& record, int64_t revision) {
  std::string bytes;
  bytes.reserve(record.value.size() + 16);
  encode_record(record, bytes);
  batch_.Put(object_key(key, revision), bytes);
}

// Gives what was staged its revision; nothing was staged when nothing changes.
void StagedGroup::take_revision(int64_t revision) {
  if (changes_.empty()) return;
  batch_.Put(revision_key(revision), changes_);
  changes_.clear();
  events_.revision = revision;
}

}  // namespace pintle::store::embedded
