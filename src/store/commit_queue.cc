#include "store/commit_queue.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "store/store_errors.h"

namespace pintle::store {
namespace {

size_t checked_bytes(const Transaction& transaction) {
  const auto& operations = transaction.operations;
  PINTLE_CHECK(operations.size() <= kTransactionOperationsMax);
  size_t bytes = 0;
  for (const Operation& operation : operations) {
    PINTLE_CHECK(!operation.key.empty() && operation.key.size() <= kKeyBytesMax && operation.key.find('\0') == std::string::npos);
    bytes += operation.key.size() + operation.value.size();
  }
  if (operations.size() > 1) {
    std::set<std::string_view> keys;
    for (const Operation& operation : operations) PINTLE_CHECK(keys.insert(operation.key).second);
  }
  return bytes;
}

}  // namespace

CommitQueue::CommitQueue(Run run, SleepMax sleep_max)
    : run_(std::move(run)), sleep_max_(std::move(sleep_max)), thread_([this] { loop(); }) {}

CommitQueue::~CommitQueue() { stop(); }

void CommitQueue::push(Transaction transaction, CommitCallback done) {
  size_t bytes = checked_bytes(transaction);
  std::optional<Status> refusal;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) {
      refusal = stopped();
    } else if (queued_.size() >= kQueuedTransactionsMax || queued_bytes_ + bytes > kQueuedBytesMax) {
      refusal = queue_full();
    } else {
      queued_.push_back({std::move(transaction), std::move(done), bytes});
      queued_bytes_ += bytes;
      if (queued_.size() > 1) return;  // the thread is awake or woken already
    }
  }
  if (refusal) return done(fail(*std::move(refusal)));
  wake_.notify_one();
}

void CommitQueue::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  std::call_once(joined_, [this] { thread_.join(); });
}

void CommitQueue::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    auto ready = [this] { return stopping_ || !queued_.empty(); };
    if (!ready()) {
      lock.unlock();
      auto sleep_max = sleep_max_();
      lock.lock();
      if (sleep_max) {
        wake_.wait_for(lock, *sleep_max, ready);
      } else {
        wake_.wait(lock, ready);
      }
    }
    if (stopping_ && queued_.empty()) return;
    Group group = take();
    lock.unlock();
    run_(std::move(group));
    lock.lock();
  }
}

CommitQueue::Group CommitQueue::take() {
  size_t count = 0;
  size_t bytes = 0;
  for (; count < queued_.size() && count < kGroupTransactionsMax; ++count) {
    if (count > 0 && bytes + queued_[count].bytes > kGroupBytesMax) break;
    bytes += queued_[count].bytes;
  }
  queued_bytes_ -= bytes;
  if (count == queued_.size()) return std::exchange(queued_, {});
  Group group(std::make_move_iterator(queued_.begin()), std::make_move_iterator(queued_.begin() + count));
  queued_.erase(queued_.begin(), queued_.begin() + count);
  return group;
}

}  // namespace pintle::store
