// FaultyDisk: the machine's disk, until a test says that it is full or broken. For tests.
//
// Thread: any; the fault may change at any time.
// For .cc files only: it includes RocksDB.
#pragma once

#include <rocksdb/env.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace pintle::store::embedded {

enum class Fault : uint8_t {
  kNone,
  kFull,       // no write takes a byte: no space left on device
  kTorn,       // a write takes half of its bytes, then the disk is full
  kSyncFails,  // writes go through to the kernel, but not to the disk: input/output error
  kLogOnly,    // only the write-ahead log can be written: what runs in the background fails
};

class FaultyDisk final : public rocksdb::EnvWrapper {
 public:
  FaultyDisk() : EnvWrapper(rocksdb::Env::Default()) {}
  void set(Fault fault) { fault_ = fault; }
  Fault fault() const { return fault_; }

  const char* Name() const override { return "FaultyDisk"; }
  rocksdb::Status NewWritableFile(const std::string& path, std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override;

 private:
  std::atomic<Fault> fault_ = Fault::kNone;
};

}  // namespace pintle::store::embedded
