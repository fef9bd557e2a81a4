// EmbeddedStore: the Store of a single server, on RocksDB in a folder of its own. No etcd.
//
//   PINTLE_TRY(auto store, EmbeddedStore::open({.directory = "./pintle-data/store"}));
//
// One committer thread takes queued transactions in groups: it checks what each expects, gives it a revision, writes the group as one
// batch with one fsync, publishes, and calls back. What was called back as applied survives kill -9 and power loss. Disk holds the
// newest state of every key only; the last changes are kept in memory (kHistory...Max), so compacted_revision() is at least the
// revision at the start.
//
// Ownership: one process has the folder open; a second is refused. Thread: as store.h says.
// Errors of open(): 503 with what to do: the folder is in use, foreign, of a newer format, damaged. Formats: docs/formats/store.md.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace pintle::store {

inline constexpr size_t kHistoryEventsMax = 4096;
inline constexpr size_t kHistoryBytesMax = 8 << 20;  // keys and values

struct EmbeddedOptions {
  std::string directory;  // made when absent, mode 0700
  // Off: an acknowledged write may be lost with the power (not with the process). For throw-away servers.
  bool fsync = true;
  const Clock* clock = &Clock::system();
};

class EmbeddedStore {
 public:
  static Result<std::unique_ptr<Store>> open(const EmbeddedOptions& options);
};

}  // namespace pintle::store
