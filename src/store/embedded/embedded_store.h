// EmbeddedStore: a Store on RocksDB, in a folder of this machine. What a commit's callback said is applied is on the disk.
//
//   PINTLE_TRY(std::unique_ptr<Store> store, EmbeddedStore::open({.folder = "/var/lib/pintle/store"}));
//
// Ownership: the folder belongs to one open store; a lock in it says so. It is made when it is missing.
// Errors of open: 503 with a message for the operator that names the folder and what to do: in use by another Pintle (and which),
// not a Pintle folder, made by a newer Pintle, damaged. A folder that is refused is not changed.
// Errors later: see store.h. When the disk is full or fails, commits are refused with retry advice and reads go on; once it takes
// writes again, the database is opened again from what is on the disk, and commits are served again.
// The on-disk format: docs/formats/store.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "store/store.h"

namespace pintle::store {

enum class Durability : uint8_t {
  kSynced,    // a commit is called back when the disk has it
  kUnsynced,  // when the kernel has it: outlives this process, but not the machine; an unclean end then leaves a gap in the revisions
};

enum class DamagedEnd : uint8_t {
  kRefuse,  // do not open when the newest part of the write-ahead log is damaged; unsynced, open without it all the same
  kDrop,    // open without it: the last acknowledged changes are lost
};

class EmbeddedStore {
 public:
  struct Options {
    std::string folder;
    Durability durability = Durability::kSynced;
    DamagedEnd damaged_end = DamagedEnd::kRefuse;
    const Clock& clock = Clock::system();
  };
  static Result<std::unique_ptr<Store>> open(const Options& options);
};

}  // namespace pintle::store
