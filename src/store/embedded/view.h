// View: the database as it is at one moment, read at any revision that it still holds. Later commits and later clearing of history do
// not change it, so that a reader first takes a View and then checks that its revision is not compacted.
//
// Thread: one; several Views may be in use at once. Errors: 503 the disk does not answer, 500 damaged data.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "store/embedded/database.h"
#include "store/embedded/head_index.h"
#include "store/embedded/records.h"
#include "store/subscribers.h"

namespace pintle::store::embedded {

class View {
 public:
  static Result<View> take(const Database& database);
  View(View&&) noexcept = default;
  ~View();

  // The state of one key at `revision`; nullopt: absent.
  Result<std::optional<KeyValue>> get(std::string_view key, int64_t revision);
  // options.revision is the revision to read, not 0.
  Result<Listing> list(const ListOptions& options);
  // All events with `after` < revision <= `through`, in batches.
  Result<void> replay(int64_t after, int64_t through, const Subscribers::Deliver& deliver);
  // 0 when there was none yet.
  Result<int64_t> compacted_revision();
  Result<int64_t> newest_revision();

 private:
  View(Database::Use use, const rocksdb::Snapshot* snapshot);
  struct Release {
    rocksdb::DB* db;
    void operator()(const rocksdb::Snapshot* snapshot) const;
  };
  Result<Event> event(const Change& change, int64_t revision);

  Database::Use use_;
  std::unique_ptr<const rocksdb::Snapshot, Release> snapshot_;
};

inline constexpr size_t kReplayEventsMax = 1'024;  // of one batch, give or take a transaction

}  // namespace pintle::store::embedded
