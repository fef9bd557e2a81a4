#include "store/embedded/faulty_disk.h"

#include <utility>

namespace pintle::store::embedded {
namespace {

using rocksdb::Slice;
using rocksdb::Status;

class FaultyFile final : public rocksdb::WritableFileWrapper {
 public:
  FaultyFile(const FaultyDisk& disk, std::unique_ptr<rocksdb::WritableFile> file, bool log)
      : WritableFileWrapper(file.get()), disk_(disk), file_(std::move(file)), log_(log) {}

  Status Append(const Slice& data) override {
    Fault fault = disk_.fault();
    if (fault == Fault::kFull || (fault == Fault::kLogOnly && !log_)) return Status::NoSpace();
    if (fault == Fault::kTorn) {
      file_->Append(Slice(data.data(), data.size() / 2)).PermitUncheckedError();
      return Status::NoSpace();
    }
    return file_->Append(data);
  }
  Status Append(const Slice& data, const rocksdb::DataVerificationInfo&) override { return Append(data); }
  Status Sync() override { return synced(file_->Sync()); }
  Status Fsync() override { return synced(file_->Fsync()); }

 private:
  Status synced(Status status) const { return disk_.fault() == Fault::kSyncFails ? Status::IOError("sync") : status; }

  const FaultyDisk& disk_;
  std::unique_ptr<rocksdb::WritableFile> file_;
  const bool log_;
};

}  // namespace

Status FaultyDisk::NewWritableFile(const std::string& path, std::unique_ptr<rocksdb::WritableFile>* file,
                                   const rocksdb::EnvOptions& options) {
  std::unique_ptr<rocksdb::WritableFile> real;
  Status status = EnvWrapper::NewWritableFile(path, &real, options);
  if (status.ok()) *file = std::make_unique<FaultyFile>(*this, std::move(real), path.ends_with(".log"));
  return status;
}

}  // namespace pintle::store::embedded
