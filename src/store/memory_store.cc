#include "store/memory_store.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "store/commit_queue.h"
#include "store/expiry.h"
#include "store/store_errors.h"
#include "store/subscribers.h"

namespace pintle::store {
namespace {

// One state of a key: what was put, or that it was deleted, at kv.mod_revision.
struct Version {
  KeyValue kv;
  bool deleted = false;
  UnixMs expires = 0;  // 0: never
};
using Versions = std::vector<Version>;  // ascending by revision, never empty

int64_t revision_of(const std::optional<KeyValue>& kv) { return kv ? kv->mod_revision : 0; }

const Version* version_at(const Versions& versions, int64_t revision) {
  auto after = std::ranges::upper_bound(versions, revision, {}, [](const Version& version) { return version.kv.mod_revision; });
  if (after == versions.begin()) return nullptr;
  const Version& version = *std::prev(after);
  return version.deleted ? nullptr : &version;
}

}  // namespace

class MemoryStore::Shared {
 public:
  explicit Shared(const Clock& clock)
      : clock_(clock), queue_([this](CommitQueue::Group group) { run(std::move(group)); }, [this] { return sleep_max(); }) {}

  void commit(Transaction transaction, CommitCallback done) { queue_.push(std::move(transaction), std::move(done)); }
  std::optional<KeyValue> get(std::string_view key) const;
  Result<Listing> list(const ListOptions& options) const;
  Result<std::unique_ptr<Subscription>> subscribe(std::string prefix, int64_t after, SubscribeCallback callback);
  int64_t revision() const { return subscribers_.published(); }
  int64_t compacted_revision() const;
  Result<void> compact(int64_t revision);

 private:
  struct Committed {
    CommitResult result;
    EventBatch batch;
  };

  void run(CommitQueue::Group group);
  void expire();
  std::optional<std::chrono::milliseconds> sleep_max() const;
  Committed apply(const Transaction& transaction);
  void apply(const Operation& operation, EventBatch& batch);
  void write(Version version, EventBatch& batch, bool expired);
  std::optional<KeyValue> current(std::string_view key) const;  // mutex_ held

  const Clock& clock_;
  mutable std::shared_mutex mutex_;  // guards the next five; only the queue's thread changes the first four
  std::map<std::string, Versions, std::less<>> keys_;
  std::multimap<UnixMs, std::pair<std::string, int64_t>> expiries_;  // to key and the revision that set it
  std::vector<Event> history_;                                       // all with a revision > compacted_
  int64_t applied_ = 0;
  int64_t compacted_ = 0;
  Subscribers subscribers_{0};
  CommitQueue queue_;  // last: its thread uses the others
};

std::optional<KeyValue> MemoryStore::Shared::current(std::string_view key) const {
  auto found = keys_.find(key);
  if (found == keys_.end() || found->second.back().deleted) return std::nullopt;
  return found->second.back().kv;
}

std::optional<KeyValue> MemoryStore::Shared::get(std::string_view key) const {
  std::shared_lock lock(mutex_);
  return current(key);
}

Result<Listing> MemoryStore::Shared::list(const ListOptions& options) const {
  std::shared_lock lock(mutex_);
  if (options.revision > applied_) return fail(revision_too_large(options.revision, applied_));
  Listing listing{.revision = options.revision == 0 ? applied_ : options.revision};
  if (listing.revision < compacted_) return fail(list_expired());
  auto entry = keys_.lower_bound(std::max(options.prefix, options.start_key));
  for (; entry != keys_.end() && entry->first.starts_with(options.prefix); ++entry) {
    const Version* version = version_at(entry->second, listing.revision);
    if (!version) continue;
    if (options.limit > 0 && listing.items.size() == options.limit) {
      listing.more = true;
      break;
    }
    listing.items.push_back(version->kv);
  }
  return listing;
}

Result<std::unique_ptr<Subscription>> MemoryStore::Shared::subscribe(std::string prefix, int64_t after, SubscribeCallback callback) {
  auto replay = [this](int64_t from, int64_t through, const Subscribers::Deliver& deliver) -> Result<void> {
    EventBatch batch{.revision = through};
    {
      std::shared_lock lock(mutex_);
      if (from < compacted_) return fail(watch_expired());
      for (const Event& event : history_) {
        if (event.kv.mod_revision > from && event.kv.mod_revision <= through) batch.events.push_back(event);
      }
    }
    deliver(std::move(batch));
    return {};
  };
  if (after < compacted_revision()) return fail(watch_expired());
  return subscribers_.add(std::move(prefix), after, std::move(callback), replay);
}

int64_t MemoryStore::Shared::compacted_revision() const {
  std::shared_lock lock(mutex_);
  return compacted_;
}

Result<void> MemoryStore::Shared::compact(int64_t revision) {
  std::unique_lock lock(mutex_);
  if (revision > applied_) return fail(revision_too_large(revision, applied_));
  if (revision <= compacted_) return {};
  compacted_ = revision;
  std::erase_if(history_, [&](const Event& event) { return event.kv.mod_revision <= revision; });
  for (auto entry = keys_.begin(); entry != keys_.end();) {
    Versions& versions = entry->second;
    auto kept = std::ranges::upper_bound(versions, revision, {}, [](const Version& version) { return version.kv.mod_revision; });
    if (kept != versions.begin() && !std::prev(kept)->deleted) --kept;
    versions.erase(versions.begin(), kept);
    entry = versions.empty() ? keys_.erase(entry) : std::next(entry);
  }
  return {};
}

void MemoryStore::Shared::run(CommitQueue::Group group) {
  expire();
  for (CommitQueue::Pending& pending : group) {
    Committed committed = apply(pending.transaction);
    if (!committed.batch.events.empty()) subscribers_.publish(committed.batch);
    pending.done(std::move(committed.result));
  }
}

void MemoryStore::Shared::expire() {
  UnixMs now = unix_ms(clock_.now());
  while (true) {
    EventBatch batch;
    {
      std::unique_lock lock(mutex_);
      if (expiries_.empty() || expiries_.begin()->first > now) return;
      auto [key, revision] = std::move(expiries_.extract(expiries_.begin()).mapped());
      auto kv = current(key);
      if (!kv || kv->mod_revision != revision) continue;
      batch.revision = applied_ + 1;
      write({.kv = {.key = std::move(key), .mod_revision = batch.revision}, .deleted = true}, batch, true);
      applied_ = batch.revision;
    }
    subscribers_.publish(batch);
  }
}

std::optional<std::chrono::milliseconds> MemoryStore::Shared::sleep_max() const {
  std::shared_lock lock(mutex_);
  if (expiries_.empty()) return std::nullopt;
  return std::chrono::milliseconds(std::clamp<int64_t>(expiries_.begin()->first - unix_ms(clock_.now()), 1, kExpirySleepMsMax));
}

MemoryStore::Shared::Committed MemoryStore::Shared::apply(const Transaction& transaction) {
  std::unique_lock lock(mutex_);
  Committed committed{.result = {.applied = true, .revision = applied_}, .batch = {.revision = applied_ + 1}};
  for (const Operation& operation : transaction.operations) {
    committed.result.current.push_back(current(operation.key));
    committed.result.applied &= operation.expect.met_by(revision_of(committed.result.current.back()));
  }
  if (!committed.result.applied) return committed;
  committed.result.current.clear();
  for (const Operation& operation : transaction.operations) apply(operation, committed.batch);
  if (!committed.batch.events.empty()) committed.result.revision = applied_ = committed.batch.revision;
  return committed;
}

void MemoryStore::Shared::apply(const Operation& operation, EventBatch& batch) {
  auto previous = current(operation.key);
  Version version{.kv = {.key = operation.key, .mod_revision = batch.revision}};
  switch (operation.kind) {
    case Operation::Kind::kCheck:
      return;
    case Operation::Kind::kDelete:
      if (!previous) return;
      version.deleted = true;
      break;
    case Operation::Kind::kPut:
      version.kv.value = operation.value;
      version.kv.create_revision = previous ? previous->create_revision : batch.revision;
      if (operation.ttl_seconds > 0) version.expires = expiry_of(unix_ms(clock_.now()), operation.ttl_seconds);
      break;
  }
  write(std::move(version), batch, false);
}

void MemoryStore::Shared::write(Version version, EventBatch& batch, bool expired) {
  Event event{.kind = version.deleted ? Event::Kind::kDelete : Event::Kind::kPut,
              .kv = version.kv,
              .previous_revision = revision_of(current(version.kv.key)),
              .expired = expired};
  history_.push_back(event);
  batch.events.push_back(std::move(event));
  if (version.expires > 0) expiries_.emplace(version.expires, std::pair(version.kv.key, version.kv.mod_revision));
  keys_[version.kv.key].push_back(std::move(version));
}

// Counts what one handle still waits for, so that it can stop while another goes on.
class MemoryStore::Gate {
 public:
  bool enter() {
    std::lock_guard lock(mutex_);
    if (closed_) return false;
    ++inside_;
    return true;
  }
  void leave() {
    std::lock_guard lock(mutex_);
    if (--inside_ == 0) empty_.notify_all();
  }
  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    empty_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable empty_;
  size_t inside_ = 0;
  bool closed_ = false;
};

MemoryStore::MemoryStore(std::shared_ptr<Shared> shared) : shared_(std::move(shared)), gate_(std::make_shared<Gate>()) {}

std::unique_ptr<MemoryStore> MemoryStore::create(const Clock& clock) {
  return std::unique_ptr<MemoryStore>(new MemoryStore(std::make_shared<Shared>(clock)));
}

std::unique_ptr<MemoryStore> MemoryStore::share() const { return std::unique_ptr<MemoryStore>(new MemoryStore(shared_)); }

MemoryStore::~MemoryStore() { stop(); }

void MemoryStore::commit(Transaction transaction, CommitCallback done) {
  if (!gate_->enter()) return done(fail(stopped()));
  shared_->commit(std::move(transaction), [gate = gate_, done = std::move(done)](Result<CommitResult> result) mutable {
    done(std::move(result));
    gate->leave();
  });
}

Result<std::optional<KeyValue>> MemoryStore::get(std::string_view key) const { return shared_->get(key); }

Result<Listing> MemoryStore::list(const ListOptions& options) const { return shared_->list(options); }

Result<std::unique_ptr<Subscription>> MemoryStore::subscribe(std::string prefix, int64_t after, SubscribeCallback callback) {
  return shared_->subscribe(std::move(prefix), after, std::move(callback));
}

int64_t MemoryStore::revision() const { return shared_->revision(); }

int64_t MemoryStore::compacted_revision() const { return shared_->compacted_revision(); }

Result<void> MemoryStore::compact(int64_t revision) { return shared_->compact(revision); }

void MemoryStore::stop() { gate_->close(); }

}  // namespace pintle::store
