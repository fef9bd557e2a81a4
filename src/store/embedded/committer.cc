#include "store/embedded/committer.h"

#include <rocksdb/iterator.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "base/log.h"
#include "store/embedded/view.h"
#include "store/store_errors.h"

namespace pintle::store::embedded {

Committer::Committer(Database& database, Heads& heads, Subscribers& subscribers, const Options& options)
    : database_(database),
      heads_(heads),
      subscribers_(subscribers),
      options_(options),
      applied_(options.revision),
      expiries_from_(kExpirySpace) {}

void Committer::run(CommitQueue::Group group) {
  if (!healthy()) {
    for (CommitQueue::Pending& pending : group) pending.done(fail(*failure_));
    return;
  }
  StagedGroup staged(database_, heads_, applied(), unix_ms(options_.clock.now()));
  stage_expiries(staged);
  std::vector<Result<CommitResult>> results;
  results.reserve(group.size());
  for (const CommitQueue::Pending& pending : group) results.push_back(staged.stage(pending.transaction));

  if (auto written = write(staged); !written) {
    fail_group(staged, written.error());
    for (CommitQueue::Pending& pending : group) pending.done(fail(written.error()));
    return;
  }
  publish(staged);
  for (size_t i = 0; i < group.size(); ++i) group[i].done(std::move(results[i]));
}

// What is due is deleted before the transactions see it.
void Committer::stage_expiries(StagedGroup& group) {
  const UnixMs now = unix_ms(options_.clock.now());
  if (now < next_expiry_) return;
  auto use = database_.use();
  if (!use) return;
  auto iterator = use->scan(kExpirySpace, expiries_from_);
  size_t expired = 0;
  for (; iterator->Valid() && expired < kExpiredGroupMax; iterator->Next(), ++expired) {
    auto expiry = parse_expiry_key(iterator->key().ToStringView());
    if (!expiry) {
      log_error("An expiry in the store cannot be decoded", {{"key", iterator->key().ToString()}});
      continue;
    }
    if (expiry->expiry > now) break;
    if (auto staged = group.expire(*expiry); !staged) {
      log_error("An object could not be expired", {{"key", expiry->key}, {"err", staged.error()}});
    }
  }
  if (iterator->Valid()) {
    expiries_from_ = iterator->key().ToString();
    auto next = parse_expiry_key(expiries_from_);
    next_expiry_ = next ? next->expiry : now;
  } else {
    next_expiry_ = std::numeric_limits<UnixMs>::max();
  }
}

Result<void> Committer::write(StagedGroup& group) {
  if (!group.changes()) return {};
  Sync sync = options_.durability == Durability::kSynced ? Sync::kYes : Sync::kNo;
  if (sync == Sync::kNo && group.revision() > ceiling_) {
    ceiling_ = group.revision() + kReservedRevisions;
    group.batch().Put(rocksdb::Slice(kCeilingKey.data(), kCeilingKey.size()), encode_number(ceiling_));
    sync = Sync::kYes;
  }
  return database_.write(group.batch(), sync);
}

void Committer::publish(const StagedGroup& group) {
  if (group.first_expiry() < next_expiry_) next_expiry_ = group.first_expiry();
  if (group.first_expiry() != std::numeric_limits<UnixMs>::max()) {
    expiries_from_ = std::min(expiries_from_, expiry_key({.expiry = group.first_expiry()}));
  }
  if (group.events().events.empty()) return;
  applied_.store(group.revision(), std::memory_order_release);
  subscribers_.publish(group.events());
}

void Committer::fail_group(StagedGroup& group, const Status& why) {
  log_error("The store cannot write; changes are refused until it can", {{"err", why}});
  group.undo();
  if (!group.events().events.empty()) doubt_ = group.events();
  failure_ = why;
  next_attempt_ = options_.clock.steady() + std::chrono::milliseconds(kRecoveryPauseMs);
}

bool Committer::healthy() {
  if (!failure_) {
    failure_ = database_.failure();
    if (!failure_) return true;
    log_error("The store's database met an error; it is opened again", {{"err", *failure_}});
  } else if (options_.clock.steady() < next_attempt_) {
    return false;
  }
  next_attempt_ = options_.clock.steady() + std::chrono::milliseconds(kRecoveryPauseMs);
  if (auto recovered = recover(); !recovered) {
    failure_ = recovered.error();
    return false;
  }
  failure_.reset();
  log_info("The store writes again", {{"revision", applied()}});
  return true;
}

Result<void> Committer::recover() {
  PINTLE_TRY_VOID(database_.probe());
  heads_.stop_filling();
  PINTLE_TRY_VOID(database_.reopen());
  PINTLE_TRY_VOID(settle_doubt());
  heads_.refill();
  next_expiry_ = 0;
  expiries_from_ = kExpirySpace;
  ceiling_ = 0;
  return {};
}

// The disk has the failed group whole or not at all, and everything before it.
Result<void> Committer::settle_doubt() {
  PINTLE_TRY(View view, View::take(database_));
  PINTLE_TRY(int64_t newest, view.newest_revision());
  if (doubt_ && newest == doubt_->revision) {
    applied_.store(newest, std::memory_order_release);
    subscribers_.publish(*doubt_);
  } else if (newest < applied()) {
    return fail(damaged("changes after revision " + std::to_string(newest) + " that were written are not there"));
  }
  doubt_.reset();
  return {};
}

std::optional<std::chrono::milliseconds> Committer::sleep_max() const {
  if (next_expiry_ == std::numeric_limits<UnixMs>::max()) return std::nullopt;
  int64_t shortest = failure_ ? kRecoveryPauseMs : 0;
  int64_t wanted = next_expiry_ - unix_ms(options_.clock.now());
  return std::chrono::milliseconds(std::clamp(wanted, shortest, kExpirySleepMsMax));
}

void Committer::finish() {
  if (failure_) return;
  rocksdb::WriteBatch batch;
  batch.Delete(rocksdb::Slice(kCeilingKey.data(), kCeilingKey.size()));
  if (auto written = ceiling_ > 0 ? database_.write(batch, Sync::kYes) : Result<void>(); !written) {
    log_error("The store could not end cleanly", {{"err", written.error()}});
    return;
  }
  if (auto flushed = database_.flush(); !flushed) log_error("The store could not end cleanly", {{"err", flushed.error()}});
}

}  // namespace pintle::store::embedded
