#include "store/embedded/embedded_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "base/log.h"
#include "store/commit_queue.h"
#include "store/embedded/data_folder.h"
#include "store/embedded/record.h"
#include "store/store_errors.h"
#include "store/subscribers.h"

namespace pintle::store {
namespace {

constexpr size_t kBlockCacheBytes = 8 << 20;
constexpr size_t kWriteBufferBytes = 16 << 20;
constexpr size_t kBlockBytes = 16 << 10;
constexpr int kBloomBitsPerKey = 10;
constexpr int kOpenFilesMax = 256;
constexpr std::string_view kRevisionKey = "revision";

// Little memory, quick opening, no thread that wakes by itself.
rocksdb::DBOptions db_options() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_open_files = kOpenFilesMax;
  options.max_background_jobs = 2;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.skip_stats_update_on_db_open = true;
  options.avoid_flush_during_shutdown = true;
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::WARN_LEVEL;
  // Only a record that was being written when the process died may be cut off; anything else is damage and is refused.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.max_total_wal_size = 4 * kWriteBufferBytes;
  return options;
}

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = kWriteBufferBytes;
  options.arena_block_size = 256 << 10;
  options.max_write_buffer_number = 2;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlockBytes;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// Ascending by time: big-endian milliseconds, then the key.
std::string expiry_key(UnixMs expires, std::string_view key) {
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(static_cast<uint64_t>(expires) >> shift);
  return out.append(key);
}
UnixMs expiry_time(std::string_view key) {
  uint64_t time = 0;
  for (int i = 0; i < 8; ++i) time = time << 8 | static_cast<unsigned char>(key[static_cast<size_t>(i)]);
  return static_cast<UnixMs>(time);
}

class Embedded final : public Store {
 public:
  static Result<std::unique_ptr<Store>> open(const EmbeddedOptions& options);
  ~Embedded() override { stop(); }

  void commit(Transaction transaction, CommitCallback done) override { queue_->push(std::move(transaction), std::move(done)); }
  Result<std::optional<KeyValue>> get(std::string_view key) const override;
  Result<Listing> list(const ListOptions& options) const override;
  Result<std::unique_ptr<Subscription>> subscribe(std::string prefix, int64_t after, SubscribeCallback callback) override;
  int64_t revision() const override { return subscribers_->published(); }
  int64_t compacted_revision() const override;
  Result<void> compact(int64_t revision) override;
  void stop() override {
    if (queue_) queue_->stop();  // none when open() has failed
  }

 private:
  // An event with the state that it replaced.
  struct Past {
    Event event;
    std::optional<KeyValue> previous;
  };
  // That a key is to be deleted, if nobody has written it since `revision`.
  struct Expiry {
    UnixMs time;
    std::string key;
    int64_t revision;
  };
  // A group on its way: what its transactions have changed so far, seen by the later ones.
  struct Draft {
    std::map<std::string, std::optional<Record>, std::less<>> changed;
    rocksdb::WriteBatch batch;
    std::vector<Expiry> expiries;  // set in this group
    std::vector<Past> past;
    int64_t revision;
  };
  struct Prepared {
    CommitCallback done;
    CommitResult result;
    EventBatch batch;
  };

  explicit Embedded(const EmbeddedOptions& options) : options_(options) {}
  Result<void> open_database();
  Result<void> load();
  void run(CommitQueue::Group group);
  // Whether more is due than one batch holds.
  enum class Expired : uint8_t { kAll, kPart };
  Expired expire();
  std::optional<std::chrono::milliseconds> sleep_max() const;
  Result<Prepared> prepare(const Transaction& transaction, Draft& draft) const;
  void apply(const Operation& operation, const std::optional<Record>& previous, Draft& draft, EventBatch& batch) const;
  void write(std::optional<Record> record, const std::string& key, const std::optional<Record>& previous, bool expired, Draft& draft,
             EventBatch& batch) const;
  Result<std::optional<Record>> read(std::string_view key) const;
  Result<std::optional<Record>> read(std::string_view key, const Draft& draft) const;
  Result<void> store_draft(Draft& draft);
  void publish(std::vector<EventBatch> batches, Draft draft);
  static size_t bytes_of(const Past& past);
  void remember(std::vector<Past> changes);                                                                   // mutex_ held
  void forget_oldest();                                                                                       // mutex_ held
  std::map<std::string, std::optional<KeyValue>> states_at(int64_t revision, std::string_view prefix) const;  // mutex_ held

  const EmbeddedOptions options_;
  std::unique_ptr<DataFolder> folder_;
  std::unique_ptr<rocksdb::DB> database_;
  std::vector<std::unique_ptr<rocksdb::ColumnFamilyHandle>> families_;  // default, objects, expiries; gone before the database

  mutable std::shared_mutex mutex_;  // guards the next four; only the committer changes them
  std::multimap<UnixMs, std::pair<std::string, int64_t>> expiries_;
  std::deque<Past> history_;  // all with a revision > compacted_
  size_t history_bytes_ = 0;
  int64_t compacted_ = 0;
  int64_t applied_ = 0;  // also read by the committer without the lock
  std::unique_ptr<Subscribers> subscribers_;
  std::unique_ptr<CommitQueue> queue_;  // last: its thread uses the others

  rocksdb::ColumnFamilyHandle* meta() const { return families_[0].get(); }
  rocksdb::ColumnFamilyHandle* objects() const { return families_[1].get(); }
  rocksdb::ColumnFamilyHandle* expiries() const { return families_[2].get(); }
};

Result<std::unique_ptr<Store>> Embedded::open(const EmbeddedOptions& options) {
  std::unique_ptr<Embedded> store(new Embedded(options));
  PINTLE_TRY(store->folder_, DataFolder::claim(options.directory));
  PINTLE_TRY_VOID(store->open_database());
  PINTLE_TRY_VOID(store->load());
  Embedded* self = store.get();
  store->subscribers_ = std::make_unique<Subscribers>(store->applied_);
  store->queue_ = std::make_unique<CommitQueue>([self](CommitQueue::Group group) { self->run(std::move(group)); },
                                                [self] { return self->sleep_max(); });
  return store;
}

Result<void> Embedded::open_database() {
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  const rocksdb::ColumnFamilyOptions family = family_options(cache);
  const std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
      {rocksdb::kDefaultColumnFamilyName, family}, {"objects", family}, {"expiries", family}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* database = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(db_options(), options_.directory + "/rocksdb", descriptors, &handles, &database);
  if (!status.ok()) {
    return fail(Status::service_unavailable("data folder " + options_.directory + ": the store cannot be opened: " + status.ToString() +
                                            "; if the folder is damaged, restore it from a backup or give a new one with --data-dir"));
  }
  database_.reset(database);
  for (rocksdb::ColumnFamilyHandle* handle : handles) families_.emplace_back(handle);
  return {};
}

Result<void> Embedded::load() {
  std::string revision;
  const rocksdb::Status status = database_->Get({}, meta(), kRevisionKey, &revision);
  if (status.ok()) {
    if (revision.size() != sizeof applied_) return fail(disk_refuses("the stored revision is damaged"));
    std::memcpy(&applied_, revision.data(), sizeof applied_);
  } else if (!status.IsNotFound()) {
    return fail(disk_refuses(status.ToString()));
  }
  compacted_ = applied_;
  const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator({}, expiries()));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    const std::string_view key = at->key().ToStringView();
    int64_t set_by = 0;
    if (key.size() < 8 || at->value().size() != sizeof set_by) return fail(disk_refuses("a stored expiry is damaged"));
    std::memcpy(&set_by, at->value().data(), sizeof set_by);
    expiries_.emplace(expiry_time(key), std::pair(std::string(key.substr(8)), set_by));
  }
  if (!at->status().ok()) return fail(disk_refuses(at->status().ToString()));
  return {};
}

Result<std::optional<Record>> Embedded::read(std::string_view key) const {
  rocksdb::PinnableSlice bytes;
  const rocksdb::Status status = database_->Get({}, objects(), rocksdb::Slice(key.data(), key.size()), &bytes);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return fail(disk_refuses(status.ToString()));
  Record record;
  if (!decode_record(key, bytes.ToStringView(), record)) return fail(disk_refuses("the record of " + std::string(key) + " is damaged"));
  return record;
}

Result<std::optional<Record>> Embedded::read(std::string_view key, const Draft& draft) const {
  const auto changed = draft.changed.find(key);
  if (changed != draft.changed.end()) return changed->second;
  return read(key);
}

Result<std::optional<KeyValue>> Embedded::get(std::string_view key) const {
  PINTLE_TRY(std::optional<Record> record, read(key));
  if (!record) return std::nullopt;
  return std::move(record->kv);
}

int64_t Embedded::compacted_revision() const {
  std::shared_lock lock(mutex_);
  return compacted_;
}

// What the keys that have changed since were at a revision.
std::map<std::string, std::optional<KeyValue>> Embedded::states_at(int64_t revision, std::string_view prefix) const {
  std::map<std::string, std::optional<KeyValue>> states;
  for (auto past = history_.rbegin(); past != history_.rend() && past->event.kv.mod_revision > revision; ++past)
    if (past->event.kv.key.starts_with(prefix)) states[past->event.kv.key] = past->previous;
  return states;
}

Result<Listing> Embedded::list(const ListOptions& options) const {
  Listing listing;
  std::map<std::string, std::optional<KeyValue>> then;
  std::unique_ptr<rocksdb::Iterator> at;
  {
    std::shared_lock lock(mutex_);
    if (options.revision > applied_) return fail(revision_too_large(options.revision, applied_));
    listing.revision = options.revision == 0 ? applied_ : options.revision;
    if (listing.revision < compacted_) return fail(list_expired());
    then = states_at(listing.revision, options.prefix);
    rocksdb::ReadOptions read_options;
    read_options.fill_cache = false;
    read_options.readahead_size = 1 << 20;
    at.reset(database_->NewIterator(read_options, objects()));
  }
  const std::string& start = std::max(options.prefix, options.start_key);
  auto past = then.lower_bound(start);
  // Adds one item; false when the page is full.
  const auto add = [&](KeyValue kv) {
    if (options.limit > 0 && listing.items.size() == options.limit) {
      listing.more = true;
      return false;
    }
    listing.items.push_back(std::move(kv));
    return true;
  };
  for (at->Seek(start); at->Valid() && at->key().starts_with(options.prefix); at->Next()) {
    const std::string_view key = at->key().ToStringView();
    for (; past != then.end() && past->first < key; ++past)
      if (past->second && !add(*past->second)) return listing;
    if (past != then.end() && past->first == key) {
      if (past->second && !add(*past->second)) return listing;
      ++past;
      continue;
    }
    Record record;
    if (!decode_record(key, at->value().ToStringView(), record))
      return fail(disk_refuses("the record of " + std::string(key) + " is damaged"));
    if (!add(std::move(record.kv))) return listing;
  }
  if (!at->status().ok()) return fail(disk_refuses(at->status().ToString()));
  for (; past != then.end(); ++past)
    if (past->second && !add(*past->second)) return listing;
  return listing;
}

Result<std::unique_ptr<Subscription>> Embedded::subscribe(std::string prefix, int64_t after, SubscribeCallback callback) {
  const auto replay = [this](int64_t from, int64_t through, const Subscribers::Deliver& deliver) -> Result<void> {
    EventBatch batch{.revision = through};
    {
      std::shared_lock lock(mutex_);
      if (from < compacted_) return fail(watch_expired());
      for (const Past& past : history_)
        if (past.event.kv.mod_revision > from && past.event.kv.mod_revision <= through) batch.events.push_back(past.event);
    }
    deliver(std::move(batch));
    return {};
  };
  if (after < compacted_revision()) return fail(watch_expired());
  return subscribers_->add(std::move(prefix), after, std::move(callback), replay);
}

Result<void> Embedded::compact(int64_t revision) {
  std::unique_lock lock(mutex_);
  if (revision > applied_) return fail(revision_too_large(revision, applied_));
  while (!history_.empty() && history_.front().event.kv.mod_revision <= revision) forget_oldest();
  compacted_ = std::max(compacted_, revision);
  return {};
}

void Embedded::run(CommitQueue::Group group) {
  while (expire() == Expired::kPart) continue;
  if (group.empty()) return;
  Draft draft;
  draft.revision = applied_;
  std::vector<Prepared> prepared;
  std::vector<EventBatch> batches;
  for (CommitQueue::Pending& pending : group) {
    auto one = prepare(pending.transaction, draft);
    if (!one) {
      pending.done(fail(one.error()));
      continue;
    }
    one->done = std::move(pending.done);
    prepared.push_back(*std::move(one));
  }
  const Result<void> stored = store_draft(draft);
  if (stored) {
    for (Prepared& one : prepared)
      if (!one.batch.events.empty()) batches.push_back(std::move(one.batch));
    publish(std::move(batches), std::move(draft));
  }
  for (Prepared& one : prepared) {
    if (stored)
      one.done(std::move(one.result));
    else
      one.done(fail(stored.error()));
  }
}

// Deletes what is due, each key as a revision of its own. What cannot be stored now is tried again with the next group.
Embedded::Expired Embedded::expire() {
  const UnixMs now = unix_ms(options_.clock->now());
  Draft draft;
  draft.revision = applied_;
  std::vector<EventBatch> batches;
  std::vector<std::pair<UnixMs, std::pair<std::string, int64_t>>> due;
  {
    std::shared_lock lock(mutex_);
    for (auto at = expiries_.begin(); at != expiries_.end() && at->first <= now && due.size() < kGroupTransactionsMax; ++at)
      due.push_back(*at);
  }
  for (const auto& [time, what] : due) {
    const auto& [key, set_by] = what;
    const auto record = read(key, draft);
    if (!record) return Expired::kAll;
    if (!*record || (*record)->kv.mod_revision != set_by) continue;
    EventBatch batch{.revision = draft.revision + 1};
    write(std::nullopt, key, *record, true, draft, batch);
    draft.revision = batch.revision;
    batches.push_back(std::move(batch));
  }
  if (due.empty() || !store_draft(draft)) return Expired::kAll;
  {
    std::unique_lock lock(mutex_);
    expiries_.erase(expiries_.begin(), std::next(expiries_.begin(), static_cast<ptrdiff_t>(due.size())));
  }
  publish(std::move(batches), std::move(draft));
  return due.size() == kGroupTransactionsMax ? Expired::kPart : Expired::kAll;
}

std::optional<std::chrono::milliseconds> Embedded::sleep_max() const {
  std::shared_lock lock(mutex_);
  if (expiries_.empty()) return std::nullopt;
  return std::chrono::milliseconds(std::clamp<int64_t>(expiries_.begin()->first - unix_ms(options_.clock->now()), 1, kExpirySleepMsMax));
}

Result<Embedded::Prepared> Embedded::prepare(const Transaction& transaction, Draft& draft) const {
  Prepared prepared;
  prepared.result = {.applied = true, .revision = draft.revision};
  prepared.batch.revision = draft.revision + 1;
  std::vector<std::optional<Record>> previous;
  for (const Operation& operation : transaction.operations) {
    PINTLE_TRY(std::optional<Record> record, read(operation.key, draft));
    prepared.result.current.push_back(record ? std::optional(record->kv) : std::nullopt);
    prepared.result.applied &= operation.expect.met_by(record ? record->kv.mod_revision : 0);
    previous.push_back(std::move(record));
  }
  if (!prepared.result.applied) return prepared;
  prepared.result.current.clear();
  for (size_t i = 0; i < transaction.operations.size(); ++i) apply(transaction.operations[i], previous[i], draft, prepared.batch);
  if (!prepared.batch.events.empty()) prepared.result.revision = draft.revision = prepared.batch.revision;
  return prepared;
}

void Embedded::apply(const Operation& operation, const std::optional<Record>& previous, Draft& draft, EventBatch& batch) const {
  switch (operation.kind) {
    case Operation::Kind::kCheck:
      return;
    case Operation::Kind::kDelete:
      if (previous) write(std::nullopt, operation.key, previous, false, draft, batch);
      return;
    case Operation::Kind::kPut:
      break;
  }
  Record record{.kv = {.key = operation.key, .value = operation.value, .mod_revision = batch.revision}};
  record.kv.create_revision = previous ? previous->kv.create_revision : batch.revision;
  if (operation.ttl_seconds > 0) record.expires = expiry_of(unix_ms(options_.clock->now()), operation.ttl_seconds);
  write(std::move(record), operation.key, previous, false, draft, batch);
}

// One change into the draft: the record or its removal, its expiry, its event.
void Embedded::write(std::optional<Record> record, const std::string& key, const std::optional<Record>& previous, bool expired,
                     Draft& draft, EventBatch& batch) const {
  if (previous && previous->expires > 0) draft.batch.Delete(expiries(), expiry_key(previous->expires, key));
  Event event{.kind = record ? Event::Kind::kPut : Event::Kind::kDelete, .expired = expired};
  if (previous) event.previous_revision = previous->kv.mod_revision;
  if (record) {
    event.kv = record->kv;
    draft.batch.Put(objects(), key, encode_record(*record));
    if (record->expires > 0) {
      const std::string_view set_by(reinterpret_cast<const char*>(&record->kv.mod_revision), sizeof record->kv.mod_revision);
      draft.batch.Put(expiries(), expiry_key(record->expires, key), rocksdb::Slice(set_by.data(), set_by.size()));
      draft.expiries.push_back({record->expires, key, record->kv.mod_revision});
    }
  } else {
    event.kv = {.key = key, .mod_revision = batch.revision};
    draft.batch.Delete(objects(), key);
  }
  draft.past.push_back({event, previous ? std::optional(previous->kv) : std::nullopt});
  batch.events.push_back(std::move(event));
  draft.changed[key] = std::move(record);
}

Result<void> Embedded::store_draft(Draft& draft) {
  if (draft.batch.Count() == 0) return {};
  const rocksdb::Slice revision(reinterpret_cast<const char*>(&draft.revision), sizeof draft.revision);
  draft.batch.Put(meta(), kRevisionKey, revision);
  rocksdb::WriteOptions write_options;
  write_options.sync = options_.fsync;
  rocksdb::Status status = database_->Write(write_options, &draft.batch);
  if (status.ok()) return {};
  log_error("The disk refused a write", {{"error", status.ToString()}});
  // Makes RocksDB take writes again as soon as the disk does.
  if (const rocksdb::Status resumed = database_->Resume(); !resumed.ok())
    log_error("The store does not take writes", {{"error", resumed.ToString()}});
  return fail(disk_refuses(status.ToString()));
}

void Embedded::publish(std::vector<EventBatch> batches, Draft draft) {
  {
    std::unique_lock lock(mutex_);
    remember(std::move(draft.past));
    for (const Expiry& expiry : draft.expiries) expiries_.emplace(expiry.time, std::pair(expiry.key, expiry.revision));
    applied_ = draft.revision;
  }
  for (const EventBatch& batch : batches) subscribers_->publish(batch);
}

size_t Embedded::bytes_of(const Past& past) {
  return past.event.kv.key.size() + past.event.kv.value.size() + (past.previous ? past.previous->value.size() : 0);
}

void Embedded::forget_oldest() {
  history_bytes_ -= bytes_of(history_.front());
  history_.pop_front();
}

void Embedded::remember(std::vector<Past> changes) {
  for (Past& past : changes) {
    history_bytes_ += bytes_of(past);
    history_.push_back(std::move(past));
  }
  while (history_.size() > kHistoryEventsMax || history_bytes_ > kHistoryBytesMax) {
    const int64_t revision = history_.front().event.kv.mod_revision;
    while (!history_.empty() && history_.front().event.kv.mod_revision == revision) forget_oldest();
    compacted_ = std::max(compacted_, revision);
  }
}

}  // namespace

Result<std::unique_ptr<Store>> EmbeddedStore::open(const EmbeddedOptions& options) { return Embedded::open(options); }

}  // namespace pintle::store
