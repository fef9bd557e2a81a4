// Database: the RocksDB in a data folder, opened with Pintle's settings, and what is done when its disk fails.
//
//   PINTLE_TRY(auto use, database.use());          // shared: it stays open meanwhile
//   std::unique_ptr<rocksdb::Iterator> all = use.scan("o");
//
// After a failed write RocksDB's memory and its disk may differ, so it takes no further writes until reopen() has read the disk again.
// Thread: any, but one thread at a time reopens.
// Errors: 503 the disk refuses, 500 damaged data.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace rocksdb {
class DB;
class Env;
class Iterator;
class Snapshot;
class Status;
class WriteBatch;
struct Options;
}  // namespace rocksdb

namespace pintle::store::embedded {

enum class Sync : uint8_t { kNo, kYes };

class Database {
 public:
  // One shared use of the open database. Iterators end before it does.
  class Use {
   public:
    // Everything that starts with `prefix` and is at or after `from`, as of `snapshot` or else now. `from` at least `prefix`.
    std::unique_ptr<rocksdb::Iterator> scan(std::string_view prefix, std::string_view from, const rocksdb::Snapshot* snapshot = nullptr);
    // The newest version of one object at or before `from`, an object key.
    std::unique_ptr<rocksdb::Iterator> find(std::string_view from, const rocksdb::Snapshot* snapshot = nullptr);
    // nullopt when there is none.
    Result<std::optional<std::string>> get(std::string_view key);
    rocksdb::DB& db() { return *db_; }

   private:
    friend class Database;
    Use(std::shared_lock<std::shared_mutex> lock, rocksdb::DB& db) : lock_(std::move(lock)), db_(&db) {}
    std::shared_lock<std::shared_mutex> lock_;
    rocksdb::DB* db_;
  };

  enum class Missing : uint8_t { kCreate, kRefuse };
  // `env`: the disk; null for the machine's.
  static Result<std::unique_ptr<Database>> open(const std::string& folder, Missing missing, rocksdb::Env* env);
  ~Database();

  Result<Use> use() const;
  Result<void> write(rocksdb::WriteBatch& batch, Sync sync);
  // Writes what is in memory to its file, so that the next opening has no log to replay.
  Result<void> flush();

  // Why writes are refused, when they are: RocksDB met an error in the foreground or the background.
  std::optional<Status> failure() const;
  // Says whether the disk takes a file as large as the logs and kProbeSpareBytes: what opening again may write.
  Result<void> probe() const;
  // No Use may be held by the calling thread. Afterwards the database is what the disk has.
  Result<void> reopen();

 private:
  class ErrorListener;
  Database(std::string folder, rocksdb::Env* env);
  Result<void> open_database(Missing missing);
  rocksdb::Options options(Missing missing) const;

  std::string folder_;
  rocksdb::Env* env_;
  std::shared_ptr<ErrorListener> errors_;
  mutable std::shared_mutex mutex_;  // shared: to use it; unique: to reopen it
  std::unique_ptr<rocksdb::DB> db_;
};

inline constexpr size_t kProbeSpareBytes = 16 << 20;  // room to go on with

// What RocksDB says, as the API does.
Status to_status(const rocksdb::Status& status);
Status damaged(std::string_view what);

}  // namespace pintle::store::embedded
