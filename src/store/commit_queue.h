// CommitQueue: transactions of any thread, handed to one thread in groups. The next group gathers while the last one is being written.
//
//   CommitQueue queue([this](CommitQueue::Group group) { ... }, [this] { return time until the next expiry; });
//   queue.push(std::move(transaction), std::move(done));
//
// Thread: push and stop on any thread; both functions run on the queue's own. It sleeps when there is nothing to do.
// Errors: a refused push (stopped, full) is called back at once on the caller's thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "store/store.h"

namespace pintle::store {

inline constexpr size_t kQueuedTransactionsMax = 65'536;
inline constexpr size_t kQueuedBytesMax = 256 << 20;  // keys and values that wait
inline constexpr size_t kGroupTransactionsMax = 1'024;
inline constexpr size_t kGroupBytesMax = 4 << 20;  // keys and values of one group; a larger transaction goes alone

class CommitQueue {
 public:
  struct Pending {
    Transaction transaction;
    CommitCallback done;
    size_t bytes = 0;
  };
  using Group = std::vector<Pending>;
  // Takes a group, which may be empty after a wake-up.
  using Run = std::function<void(Group)>;
  // How long the thread may sleep when nothing is queued; nullopt: until something is.
  using SleepMax = std::function<std::optional<std::chrono::milliseconds>()>;

  CommitQueue(Run run, SleepMax sleep_max);
  ~CommitQueue();  // stops
  void push(Transaction transaction, CommitCallback done);
  // Runs what is queued, then ends the thread. Idempotent; not on the queue's thread.
  void stop();

 private:
  void loop();
  Group take();

  Run run_;
  SleepMax sleep_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Group queued_;
  size_t queued_bytes_ = 0;
  bool stopping_ = false;
  std::once_flag joined_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace pintle::store
