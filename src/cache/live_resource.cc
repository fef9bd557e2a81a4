#include "cache/live_resource.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "cache/live_watch.h"
#include "cache/loop_hub.h"

namespace pintle::cache {
namespace {

// Keeps an index in step with one object's change from `previous` to `current`, either of which may be null.
void reindex(FieldIndex& index, const Object* previous, const Object* current) {
  if (previous && current && previous->field(index.field) == current->field(index.field)) return;
  if (previous) index.entries.erase(IndexEntry::text(previous->field(index.field), previous->key()));
  if (current) index.entries.insert(IndexEntry::create(current->field(index.field), current->key()));
}

// Puts `wanted` in the place of what the trees have under `key`.
void replace(Tree<Object>& objects, std::vector<FieldIndex>& indexes, std::string_view key, const ObjectPtr& wanted) {
  const ObjectPtr before = wanted ? objects.insert(wanted) : objects.erase(key);
  for (FieldIndex& index : indexes) reindex(index, before.get(), wanted.get());
}

}  // namespace

Status too_large_resource_version(int64_t wanted, int64_t current, int32_t retry_after_seconds) {
  Status status = Status::timeout("Too large resource version: " + std::to_string(wanted) + ", current: " + std::to_string(current),
                                  retry_after_seconds);
  status.body().details.causes = {{.type = "ResourceVersionTooLarge", .message = "Too large resource version"}};
  return status;
}

Result<std::shared_ptr<LiveResource>> LiveResource::create(ResourceSpec spec, EncodingBudget& budget, const ResourceContext& context) {
  PINTLE_TRY(ObjectReader reader, ObjectReader::create(spec, budget));
  return std::shared_ptr<LiveResource>(new LiveResource(std::move(spec), std::move(reader), context));
}

LiveResource::LiveResource(ResourceSpec spec, ObjectReader reader, const ResourceContext& context)
    : spec_(std::move(spec)),
      reader_(std::move(reader)),
      context_(context),
      history_(0),
      published_(Ref<const SnapshotState>::adopt(new SnapshotState)) {
  for (size_t i = 0; i < spec_.selectable_fields.size(); ++i) {
    if (spec_.selectable_fields[i].indexed) indexes_.push_back({.field = i});
  }
}

void LiveResource::load(const store::KeyValue& kv) {
  replace(objects_, indexes_, kv.key, reader_.read({kv.key, kv.mod_revision, kv.create_revision}, kv.value, scratch_));
}

void LiveResource::finish_load(int64_t revision) {
  revision_ = revision;
  history_ = History(revision);
  publish();
}

void LiveResource::apply(const store::Event& event) {
  const store::KeyValue& kv = event.kv;
  ObjectPtr current;
  ObjectPtr previous;
  if (event.kind == store::Event::Kind::kPut) {
    current = reader_.read({kv.key, kv.mod_revision, kv.create_revision}, kv.value, scratch_);
    previous = objects_.insert(current);
  } else {
    previous = objects_.erase(kv.key);
  }
  revision_ = kv.mod_revision;
  if (!previous && !current) return;
  for (FieldIndex& index : indexes_) reindex(index, previous.get(), current.get());
  if (previous) replaced_bytes_ += previous->memory_bytes();
  history_.append(Change(kv.mod_revision, std::move(current), std::move(previous), context_.clock.steady()));
}

void LiveResource::publish() {
  const auto now = context_.clock.steady();
  history_.trim(now);
  auto next = Ref<SnapshotState>::adopt(new SnapshotState);
  next->revision = revision_;
  next->objects = objects_;
  next->indexes = indexes_;
  next->history = history_.view();
  next->replaced_bytes = replaced_bytes_;
  pins_.trim(*next, now);
  published_.store(std::move(next));
}

void LiveResource::trim() { publish(); }

Snapshot LiveResource::snapshot() const {
  // In this order: everything up to the revision read first is in the state read after it.
  const int64_t published = context_.revision();
  Ref<const SnapshotState> state = published_.load();
  const int64_t revision = std::max(published, state->revision);
  return {std::move(state), revision};
}

Result<Snapshot> LiveResource::snapshot_at(int64_t revision) const {
  const Snapshot newest = snapshot();
  const SnapshotState& state = *newest.state();
  if (revision > newest.revision()) return fail(too_large_resource_version(revision, newest.revision(), 1));
  if (revision >= state.revision) return Snapshot(newest.state(), revision);
  if (std::optional<Snapshot> pinned = pins_.find(revision)) return *std::move(pinned);
  if (revision < state.history.complete_after()) {
    return fail(Status::resource_expired("The resourceVersion for the provided list is too old."));
  }
  Snapshot rebuilt(rebuild(state, revision), revision);
  pins_.add(rebuilt, context_.clock.steady());
  return rebuilt;
}

// Undoes the changes after `revision`: each object that was changed gets the state that it had before its first change.
Ref<const SnapshotState> LiveResource::rebuild(const SnapshotState& newest, int64_t revision) const {
  auto older = Ref<SnapshotState>::adopt(new SnapshotState);
  older->revision = revision;
  older->objects = newest.objects;
  older->indexes = newest.indexes;
  std::unordered_set<std::string_view> undone;
  for (uint64_t place = newest.history.after(revision); place < newest.history.end(); ++place) {
    const Change& change = newest.history.at(place);
    if (change.previous()) older->replaced_bytes += change.previous()->memory_bytes();
    if (undone.insert(change.key()).second) replace(older->objects, older->indexes, change.key(), change.previous());
  }
  older->replaced_bytes = newest.replaced_bytes - older->replaced_bytes;
  return older;
}

void LiveResource::pin(const Snapshot& snapshot) { pins_.add(snapshot, context_.clock.steady()); }

Result<std::unique_ptr<Watch>> LiveResource::watch(Loop& loop, WatchOptions options) {
  return LiveWatch::create(context_.hubs.of(loop, context_), shared_from_this(), std::move(options));
}

}  // namespace pintle::cache
