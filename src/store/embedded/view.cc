#include "store/embedded/view.h"

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>

#include <algorithm>
#include <string>
#include <utility>

namespace pintle::store::embedded {
namespace {

constexpr int kVersionsSteppedMax = 8;  // then a seek is cheaper

std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

Status bad(std::string_view what, std::string_view key) {
  return damaged("the " + std::string(what) + " \"" + std::string(key) + "\" cannot be decoded");
}

KeyValue key_value(const ObjectKey& key, const Record& record) {
  return {.key = std::string(key.key),
          .value = Bytes::copy(record.value),
          .create_revision = record.create_revision,
          .mod_revision = key.revision};
}

// Walks the objects in the order of their keys, each as it is at one revision.
class Objects {
 public:
  Objects(rocksdb::Iterator& iterator, int64_t revision) : iterator_(iterator), revision_(revision) { settle(); }

  bool valid() const { return iterator_.Valid() && !failure_; }
  const ObjectKey& key() const { return key_; }
  const Record& record() const { return record_; }
  void next() {
    skip_versions();
    settle();
  }
  Result<void> status() const {
    if (failure_) return fail(*failure_);
    if (!iterator_.status().ok()) return fail(to_status(iterator_.status()));
    return {};
  }

 private:
  // Onwards to the first version that is neither too new nor a deletion.
  void settle() {
    while (iterator_.Valid() && read()) {
      if (key_.revision <= revision_) {
        if (!record_.deleted) return;
        skip_versions();
      } else {
        step_to(revision_);
      }
    }
  }
  bool read() {
    auto key = parse_object_key(view(iterator_.key()));
    auto record = parse_record(view(iterator_.value()));
    if (!key || !record) {
      failure_ = bad("object", key ? key->key : view(iterator_.key()));
      return false;
    }
    key_ = *key;
    record_ = *record;
    return true;
  }
  // Past all versions of the present key.
  void skip_versions() { step_to(0); }
  // To the version of the present key at or before `revision`, or past the key.
  void step_to(int64_t revision) {
    name_.assign(key_.key);
    for (int steps = 0; steps < kVersionsSteppedMax; ++steps) {
      iterator_.Next();
      if (!iterator_.Valid()) return;
      auto next = parse_object_key(view(iterator_.key()));
      if (!next || next->key != name_ || next->revision <= revision) return;
    }
    iterator_.Seek(object_key(name_, revision));
  }

  rocksdb::Iterator& iterator_;
  const int64_t revision_;
  ObjectKey key_;
  Record record_;
  std::string name_;  // of the key that is being left
  std::optional<Status> failure_;
};

}  // namespace

void View::Release::operator()(const rocksdb::Snapshot* snapshot) const { db->ReleaseSnapshot(snapshot); }

View::View(Database::Use use, const rocksdb::Snapshot* snapshot) : use_(std::move(use)), snapshot_(snapshot, Release{&use_.db()}) {}

View::~View() = default;

Result<View> View::take(const Database& database) {
  PINTLE_TRY(Database::Use use, database.use());
  const rocksdb::Snapshot* snapshot = use.db().GetSnapshot();
  return View(std::move(use), snapshot);
}

Result<std::optional<KeyValue>> View::get(std::string_view key, int64_t revision) {
  auto iterator = use_.find(object_key(key, revision), snapshot_.get());
  if (!iterator->Valid()) {
    if (!iterator->status().ok()) return fail(to_status(iterator->status()));
    return std::nullopt;
  }
  auto found = parse_object_key(view(iterator->key()));
  if (found && found->key != key) return std::nullopt;
  auto record = parse_record(view(iterator->value()));
  if (!found || !record) return fail(bad("object", key));
  if (record->deleted) return std::nullopt;
  return key_value(*found, *record);
}

Result<Listing> View::list(const ListOptions& options) {
  const std::string prefix = std::string(kObjectSpace) + options.prefix;
  const std::string from = std::string(kObjectSpace) + std::max(options.prefix, options.start_key);
  Listing listing{.revision = options.revision};
  auto iterator = use_.scan(prefix, from, snapshot_.get());
  Objects objects(*iterator, options.revision);
  for (; objects.valid(); objects.next()) {
    if (options.limit > 0 && listing.items.size() == options.limit) {
      listing.more = true;
      break;
    }
    listing.items.push_back(key_value(objects.key(), objects.record()));
  }
  PINTLE_TRY_VOID(objects.status());
  return listing;
}

Result<Event> View::event(const Change& change, int64_t revision) {
  Event event{.kind = change.deleted ? Event::Kind::kDelete : Event::Kind::kPut,
              .kv = {.key = std::string(change.key), .mod_revision = revision},
              .previous_revision = change.previous_revision,
              .expired = change.expired};
  if (change.deleted) return event;
  PINTLE_TRY(auto found, get(change.key, revision));
  if (!found || found->mod_revision != revision) return fail(damaged("revision " + std::to_string(revision) + " of an object is gone"));
  event.kv = *std::move(found);
  return event;
}

Result<void> View::replay(int64_t after, int64_t through, const Subscribers::Deliver& deliver) {
  auto iterator = use_.scan(kRevisionSpace, revision_key(after + 1), snapshot_.get());
  EventBatch batch;
  for (; iterator->Valid(); iterator->Next()) {
    auto revision = parse_revision_key(view(iterator->key()));
    auto changes = parse_changes(view(iterator->value()));
    if (!revision || !changes) return fail(bad("revision", view(iterator->key())));
    if (*revision > through) break;
    for (const Change& change : *changes) {
      PINTLE_TRY(Event event, this->event(change, *revision));
      batch.events.push_back(std::move(event));
    }
    batch.revision = *revision;
    if (batch.events.size() >= kReplayEventsMax) deliver(std::exchange(batch, {}));
  }
  if (!iterator->status().ok()) return fail(to_status(iterator->status()));
  if (!batch.events.empty()) deliver(std::move(batch));
  return {};
}

Result<int64_t> View::compacted_revision() {
  PINTLE_TRY(auto bytes, use_.get(kCompactedKey));
  if (!bytes) return 0;
  auto revision = decode_number(*bytes);
  if (!revision) return fail(bad("number", kCompactedKey));
  return *revision;
}

Result<int64_t> View::newest_revision() {
  PINTLE_TRY(int64_t compacted, compacted_revision());
  auto iterator = use_.scan(kRevisionSpace, kRevisionSpace, snapshot_.get());
  iterator->SeekToLast();
  if (!iterator->status().ok()) return fail(to_status(iterator->status()));
  if (!iterator->Valid()) return compacted;
  auto revision = parse_revision_key(view(iterator->key()));
  if (!revision) return fail(bad("revision", view(iterator->key())));
  return std::max(*revision, compacted);
}

}  // namespace pintle::store::embedded
