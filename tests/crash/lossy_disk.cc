#include "lossy_disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace pintle::crash {
namespace {

using rocksdb::Slice;
using rocksdb::Status;

constexpr uint64_t kPageBytes = 4'096;

Status no_power() { return Status::IOError("no power"); }

// The disk wrote some pages of the tail and not others: those read as zeros.
void tear(const std::string& path, uint64_t from, uint64_t to, std::mt19937& random) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  const std::string zeros(kPageBytes, '\0');
  for (uint64_t at = from; at < to;) {
    const uint64_t end = std::min(to, (at / kPageBytes + 1) * kPageBytes);
    if (random() % 2 == 0 && ::pwrite(file, zeros.data(), end - at, static_cast<off_t>(at)) < 0) break;
    at = end;
  }
  ::close(file);
}

}  // namespace

class LossyDisk::File final : public rocksdb::WritableFileWrapper {
 public:
  File(LossyDisk& disk, std::string path, std::unique_ptr<rocksdb::WritableFile> file)
      : WritableFileWrapper(file.get()), disk_(disk), path_(std::move(path)), file_(std::move(file)) {}

  Status Append(const Slice& data) override {
    if (!disk_.powered_) return no_power();
    disk_.grow(path_, data.size());
    return file_->Append(data);
  }
  Status Append(const Slice& data, const rocksdb::DataVerificationInfo&) override { return Append(data); }
  Status Sync() override {
    if (!disk_.powered_) return no_power();
    disk_.sync(path_);
    return Status::OK();  // this machine does not crash
  }
  Status Fsync() override { return Sync(); }

 private:
  LossyDisk& disk_;
  const std::string path_;
  std::unique_ptr<rocksdb::WritableFile> file_;
};

class LossyDisk::Folder final : public rocksdb::Directory {
 public:
  Folder(LossyDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
  Status Fsync() override {
    if (!disk_.powered_) return no_power();
    disk_.sync_folder(path_);
    return Status::OK();
  }

 private:
  LossyDisk& disk_;
  const std::string path_;
};

Status LossyDisk::NewWritableFile(const std::string& path, std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) {
  if (!powered_) return no_power();
  std::unique_ptr<rocksdb::WritableFile> real;
  Status status = EnvWrapper::NewWritableFile(path, &real, options);
  if (!status.ok()) return status;
  *file = std::make_unique<File>(*this, path, std::move(real));
  std::lock_guard lock(mutex_);
  files_[path] = {};
  return status;
}

Status LossyDisk::NewDirectory(const std::string& path, std::unique_ptr<rocksdb::Directory>* folder) {
  *folder = std::make_unique<Folder>(*this, path);
  return Status::OK();
}

Status LossyDisk::RenameFile(const std::string& from, const std::string& to) {
  if (!powered_) return no_power();
  std::lock_guard lock(mutex_);
  if (auto renamed = files_.extract(from)) {
    renamed.key() = to;
    renamed.mapped().in_folder = true;
    files_.erase(to);
    files_.insert(std::move(renamed));
  }
  return EnvWrapper::RenameFile(from, to);
}

Status LossyDisk::DeleteFile(const std::string& path) {
  if (!powered_) return no_power();
  std::lock_guard lock(mutex_);
  files_.erase(path);
  return EnvWrapper::DeleteFile(path);
}

void LossyDisk::grow(const std::string& path, uint64_t by) {
  std::lock_guard lock(mutex_);
  files_[path].size += by;
}

void LossyDisk::sync(const std::string& path) {
  std::lock_guard lock(mutex_);
  files_[path].synced = files_[path].size;
}

void LossyDisk::sync_folder(const std::string& folder) {
  std::lock_guard lock(mutex_);
  for (auto& [path, written] : files_) {
    if (std::filesystem::path(path).parent_path() == std::filesystem::path(folder).lexically_normal()) written.in_folder = true;
  }
}

void LossyDisk::lose(std::mt19937& random) {
  for (const auto& [path, written] : files_) {
    std::error_code gone;
    if (!written.in_folder && random() % 2 == 0) {
      std::filesystem::remove(path, gone);
      continue;
    }
    const uint64_t kept = written.synced + random() % (written.size - written.synced + 1);
    std::filesystem::resize_file(path, kept, gone);
    if (!gone && random() % 2 == 0) tear(path, written.synced, kept, random);
  }
}

}  // namespace pintle::crash
