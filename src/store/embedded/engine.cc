#include "store/embedded/engine.h"

#include <rocksdb/write_batch.h>

#include <utility>

#include "base/log.h"
#include "store/embedded/wal_audit.h"
#include "store/store_errors.h"

namespace pintle::store::embedded {
namespace {

// How many revisions the damaged end of the logs may have held, when it may be dropped.
Result<int64_t> lost_revisions(const DataFolder& folder, const EmbeddedStore::Options& options) {
  PINTLE_TRY(WalAudit audit, audit_wals(folder.database()));
  if (!audit.damaged) return 0;
  // Writes that are not synced may reach the disk in any order: a damaged end is then to be expected.
  if (options.damaged_end == DamagedEnd::kRefuse && options.durability == Durability::kSynced) {
    return fail(folder.refusal("its write-ahead log is damaged: " + audit.where +
                               ". Nothing was changed. Restore the folder from a backup, or allow the store to drop the damaged end, "
                               "which loses the newest changes"));
  }
  log_warning("The damaged end of the write-ahead log is dropped; the newest changes are lost", {{"where", audit.where}});
  return audit.bytes_after;
}

std::string why_refused(const Status& why) {
  return why.code() == 500 ? why.message() + ". Nothing was changed. Restore the folder from a backup" : why.message();
}

}  // namespace

Result<std::unique_ptr<Store>> Engine::open(const EmbeddedStore::Options& options, rocksdb::Env* env) {
  PINTLE_TRY(DataFolder folder, DataFolder::open(options.folder));
  PINTLE_TRY(int64_t lost, lost_revisions(folder, options));
  auto missing = folder.is_new() ? Database::Missing::kCreate : Database::Missing::kRefuse;
  auto database = Database::open(folder.database(), missing, env);
  if (!database) return fail(folder.refusal(why_refused(database.error())));
  auto start = read_start(**database, lost);
  if (!start) return fail(folder.refusal(why_refused(start.error())));
  if (folder.is_new()) PINTLE_TRY_VOID(folder.mark());
  return std::unique_ptr<Store>(new Engine(options, std::move(folder), *std::move(database), *start));
}

// After an end that may have lost revisions, none of them is used again: the store goes on behind them, and because what was read at
// them may be gone, nobody may follow on from there.
Result<Engine::Start> Engine::read_start(Database& database, int64_t lost_revisions) {
  Start start;
  {
    PINTLE_TRY(View view, View::take(database));
    PINTLE_TRY(start.revision, view.newest_revision());
    PINTLE_TRY(start.compacted, view.compacted_revision());
  }
  std::optional<std::string> ceiling;
  {
    PINTLE_TRY(Database::Use use, database.use());
    PINTLE_TRY(ceiling, use.get(kCeilingKey));
  }
  if (!ceiling && lost_revisions == 0) return start;
  int64_t after_gap = start.revision + lost_revisions;
  if (ceiling) after_gap = std::max(after_gap, decode_number(*ceiling).value_or(0));
  log_warning("The store did not end cleanly; its revisions go on after a gap", {{"from", start.revision}, {"to", after_gap}});
  rocksdb::WriteBatch batch;
  batch.Put(rocksdb::Slice(kCompactedKey.data(), kCompactedKey.size()), encode_number(after_gap));
  batch.Delete(rocksdb::Slice(kCeilingKey.data(), kCeilingKey.size()));
  PINTLE_TRY_VOID(database.write(batch, Sync::kYes));
  return Start{.revision = after_gap, .compacted = after_gap};
}

Engine::Engine(const EmbeddedStore::Options& options, DataFolder folder, std::unique_ptr<Database> database, Start start)
    : options_(options),
      folder_(std::move(folder)),
      database_(std::move(database)),
      heads_(*database_),
      subscribers_(start.revision),
      committer_(*database_, heads_, subscribers_, {.durability = options.durability, .clock = options.clock, .revision = start.revision}),
      collector_(*database_, options.durability, start.compacted),
      compacted_(start.compacted),
      queue_([this](CommitQueue::Group group) { committer_.run(std::move(group)); }, [this] { return committer_.sleep_max(); }) {
  heads_.refill();
}

Engine::~Engine() { stop(); }

void Engine::commit(Transaction transaction, CommitCallback done) { queue_.push(std::move(transaction), std::move(done)); }

// A View is taken before the compacted revision is looked at: what is compacted later cannot take anything from it.
Result<std::optional<KeyValue>> Engine::get(std::string_view key) const {
  while (true) {
    const int64_t revision = committer_.applied();
    PINTLE_TRY(View view, View::take(*database_));
    if (compacted_revision() <= revision) return view.get(key, revision);
  }
}

Result<Listing> Engine::list(const ListOptions& options) const {
  while (true) {
    const int64_t newest = committer_.applied();
    if (options.revision > newest) return fail(revision_too_large(options.revision, newest));
    ListOptions at = options;
    if (at.revision == 0) at.revision = newest;
    PINTLE_TRY(View view, View::take(*database_));
    if (compacted_revision() <= at.revision) return view.list(at);
    if (options.revision != 0) return fail(list_expired());
  }
}

Result<std::unique_ptr<Subscription>> Engine::subscribe(std::string prefix, int64_t after, SubscribeCallback callback) {
  auto replay = [this](int64_t from, int64_t through, const Subscribers::Deliver& deliver) -> Result<void> {
    PINTLE_TRY(View view, View::take(*database_));
    if (from < compacted_revision()) return fail(watch_expired());
    return view.replay(from, through, deliver);
  };
  if (after < compacted_revision()) return fail(watch_expired());
  return subscribers_.add(std::move(prefix), after, std::move(callback), replay);
}

Result<void> Engine::compact(int64_t revision) {
  const int64_t newest = committer_.applied();
  if (revision > newest) return fail(revision_too_large(revision, newest));
  int64_t compacted = compacted_revision();
  while (compacted < revision && !compacted_.compare_exchange_weak(compacted, revision)) {
  }
  if (compacted < revision) collector_.collect(revision);
  return {};
}

void Engine::stop() {
  queue_.stop();
  collector_.stop();
  std::call_once(finished_, [this] { committer_.finish(); });
}

}  // namespace pintle::store::embedded
