// Collector: clears the history below the compacted revision, on a thread of its own, a little at a time between the commits.
//
// Each revision names what it changed and which version that replaced: those versions are deleted, and with them the revision's own
// entry, in one batch. So it goes on where it stopped, also after a crash, and deletes each version once.
// Thread: collect and stop on any. Errors: logged; what was not cleared is cleared with the next compaction.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "store/embedded/database.h"
#include "store/embedded/embedded_store.h"

namespace pintle::store::embedded {

class Collector {
 public:
  // `compacted`: what the database says; goes on with it if it was not cleared to its end.
  Collector(Database& database, Durability durability, int64_t compacted);
  ~Collector();  // stops
  // Clears what no reader at `compacted` or later needs. Returns at once.
  void collect(int64_t compacted);
  // Records what is compacted and leaves the clearing for the next opening. Idempotent.
  void stop();

 private:
  void loop();
  Result<void> run(int64_t compacted);
  Result<void> record(int64_t compacted);
  Result<bool> clear_some(int64_t compacted);
  bool stopping();

  Database& database_;
  const Durability durability_;
  int64_t recorded_;     // the compacted revision that the database has
  int64_t cleared_ = 0;  // no revision up to here has an entry
  std::mutex mutex_;     // guards the next two
  int64_t wanted_;
  bool stopping_ = false;
  std::condition_variable wake_;
  std::once_flag joined_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace pintle::store::embedded
