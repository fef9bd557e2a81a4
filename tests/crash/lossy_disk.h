// LossyDisk: a disk whose power can fail. What was not synced is then lost, in part or whole, as disks do.
//
//   LossyDisk disk;
//   ... a store on it ...
//   disk.cut_power();                // from now on nothing is written
//   ... the store is destroyed ...
//   disk.lose(random);               // what is left is what a machine would find
//
// A file that was made but whose folder was not synced may be gone. Renames and deletions are taken to be on the disk at once.
// Thread: any.
#pragma once

#include <rocksdb/env.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace pintle::crash {

class LossyDisk final : public rocksdb::EnvWrapper {
 public:
  LossyDisk() : EnvWrapper(rocksdb::Env::Default()) {}
  void cut_power() { powered_ = false; }
  void lose(std::mt19937& random);

  const char* Name() const override { return "LossyDisk"; }
  rocksdb::Status NewWritableFile(const std::string& path, std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override;
  rocksdb::Status NewDirectory(const std::string& path, std::unique_ptr<rocksdb::Directory>* folder) override;
  rocksdb::Status RenameFile(const std::string& from, const std::string& to) override;
  rocksdb::Status DeleteFile(const std::string& path) override;

 private:
  class File;
  class Folder;
  struct Written {
    uint64_t size = 0;
    uint64_t synced = 0;
    bool in_folder = false;  // its folder was synced since it was made
  };
  void grow(const std::string& path, uint64_t by);
  void sync(const std::string& path);
  void sync_folder(const std::string& folder);

  std::atomic<bool> powered_ = true;
  std::mutex mutex_;
  std::map<std::string, Written> files_;
};

}  // namespace pintle::crash
