#include "store/embedded/database.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/iterator.h>
#include <rocksdb/listener.h>

#include <mutex>
#include <utility>
#include <vector>

#include "store/embedded/tuning.h"
#include "store/store_errors.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
extern "C" void __tsan_ignore_thread_begin();
extern "C" void __tsan_ignore_thread_end();
#define PINTLE_THREAD_SANITIZER
#endif
#endif

namespace pintle::store::embedded {
namespace {

// Debian's RocksDB is not built with the thread sanitizer, which then does not see the atomics by which a writer hands its batch to
// another one that writes both: what a thread does in there is not looked at.
class UnseenByThreadSanitizer {
 public:
#ifdef PINTLE_THREAD_SANITIZER
  UnseenByThreadSanitizer() { __tsan_ignore_thread_begin(); }
  ~UnseenByThreadSanitizer() { __tsan_ignore_thread_end(); }
#else
  UnseenByThreadSanitizer() {}
#endif
  UnseenByThreadSanitizer(const UnseenByThreadSanitizer&) = delete;
  UnseenByThreadSanitizer& operator=(const UnseenByThreadSanitizer&) = delete;
};

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

// The first key after all that start with `prefix`, of which not every byte is 0xff.
std::string end_of(std::string_view prefix) {
  std::string end(prefix);
  while (end.back() == '\xff') end.pop_back();
  ++end.back();
  return end;
}

// Between what a scan moves, forwards and backwards; lives as long as its iterator.
struct Bounds {
  explicit Bounds(std::string_view prefix) : first_key(prefix), end_key(end_of(prefix)), first(first_key), end(end_key) {}
  const std::string first_key;
  const std::string end_key;
  const rocksdb::Slice first;
  const rocksdb::Slice end;
};

size_t logs_bytes(rocksdb::Env& env, const std::string& folder) {
  std::vector<std::string> names;
  env.GetChildren(folder, &names).PermitUncheckedError();
  uint64_t bytes = 0;
  for (const std::string& name : names) {
    uint64_t size = 0;
    if (name.ends_with(".log") && env.GetFileSize(folder + "/" + name, &size).ok()) bytes += size;
  }
  return bytes;
}

}  // namespace

Status damaged(std::string_view what) {
  return Status({.code = 500, .reason = "InternalError", .message = "the data folder is damaged: " + std::string(what)});
}

Status to_status(const rocksdb::Status& status) {
  return status.IsCorruption() ? damaged(status.ToString()) : disk_refuses(status.ToString());
}

// Keeps the first error that stops RocksDB, and keeps RocksDB from healing itself beside us.
class Database::ErrorListener final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    std::lock_guard lock(mutex_);
    if (failure_) return;
    failure_ = to_status(*status);
    failed_.store(true, std::memory_order_release);
  }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* auto_recovery) override { *auto_recovery = false; }

  std::optional<Status> failure() const {
    if (!failed_.load(std::memory_order_acquire)) return std::nullopt;
    std::lock_guard lock(mutex_);
    return failure_;
  }
  void clear() {
    std::lock_guard lock(mutex_);
    failure_.reset();
    failed_.store(false, std::memory_order_release);
  }

 private:
  mutable std::mutex mutex_;
  std::optional<Status> failure_;
  std::atomic<bool> failed_ = false;
};

Database::Database(std::string folder, rocksdb::Env* env)
    : folder_(std::move(folder)), env_(env ? env : rocksdb::Env::Default()), errors_(std::make_shared<ErrorListener>()) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::string& folder, Missing missing, rocksdb::Env* env) {
  std::unique_ptr<Database> database(new Database(folder, env));
  PINTLE_TRY_VOID(database->open_database(missing));
  return database;
}

rocksdb::Options Database::options(Missing missing) const {
  rocksdb::Options options = tuned_options();
  options.env = env_;
  options.create_if_missing = missing == Missing::kCreate;
  options.listeners = {errors_};
  return options;
}

Result<void> Database::open_database(Missing missing) {
  rocksdb::DB* db = nullptr;
  if (auto status = rocksdb::DB::Open(options(missing), folder_, &db); !status.ok()) return fail(to_status(status));
  db_.reset(db);
  return {};
}

Result<Database::Use> Database::use() const {
  std::shared_lock lock(mutex_);
  if (!db_) return fail(errors_->failure().value_or(disk_refuses("the database could not be opened again")));
  return Use(std::move(lock), *db_);
}

std::unique_ptr<rocksdb::Iterator> Database::Use::scan(std::string_view prefix, std::string_view from, const rocksdb::Snapshot* snapshot) {
  auto bounds = std::make_unique<Bounds>(prefix);
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  options.fill_cache = false;  // a scan is read once
  options.iterate_lower_bound = &bounds->first;
  options.iterate_upper_bound = &bounds->end;
  options.snapshot = snapshot;
  std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options));
  iterator->RegisterCleanup([](void* owned, void*) { delete static_cast<Bounds*>(owned); }, bounds.release(), nullptr);
  iterator->Seek(slice(from));
  return iterator;
}

std::unique_ptr<rocksdb::Iterator> Database::Use::find(std::string_view from, const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = true;
  options.snapshot = snapshot;
  std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options));
  iterator->Seek(slice(from));
  return iterator;
}

Result<std::optional<std::string>> Database::Use::get(std::string_view key) {
  std::string value;
  auto status = db_->Get(rocksdb::ReadOptions(), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return fail(to_status(status));
  return value;
}

Result<void> Database::write(rocksdb::WriteBatch& batch, Sync sync) {
  PINTLE_TRY(Use use, this->use());
  rocksdb::WriteOptions options;
  options.sync = sync == Sync::kYes;
  UnseenByThreadSanitizer unseen;
  auto status = use.db().Write(options, &batch);
  if (!status.ok()) return fail(to_status(status));
  return {};
}

Result<void> Database::flush() {
  PINTLE_TRY(Use use, this->use());
  auto status = use.db().Flush(rocksdb::FlushOptions());
  if (!status.ok()) return fail(to_status(status));
  return {};
}

std::optional<Status> Database::failure() const { return errors_->failure(); }

Result<void> Database::probe() const {
  const std::string path = folder_ + "/probe";
  const std::string block(1 << 20, '\0');
  size_t left = kProbeSpareBytes + logs_bytes(*env_, folder_);
  std::unique_ptr<rocksdb::WritableFile> file;
  auto status = env_->NewWritableFile(path, &file, rocksdb::EnvOptions());
  for (; status.ok() && left >= block.size(); left -= block.size()) status = file->Append(block);
  if (status.ok()) status = file->Sync();
  if (file) file->Close().PermitUncheckedError();
  file.reset();
  env_->DeleteFile(path).PermitUncheckedError();
  if (!status.ok()) return fail(to_status(status));
  return {};
}

Result<void> Database::reopen() {
  std::unique_lock lock(mutex_);
  db_.reset();
  errors_->clear();
  return open_database(Missing::kRefuse);
}

}  // namespace pintle::store::embedded
