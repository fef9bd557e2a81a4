// Heads: the newest revision of any key. Known from memory once the index is filled, which happens in the background after opening;
// until then what is not known yet is read from the database.
//
// Thread: find and set on the committer's; the fill has its own.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "store/embedded/database.h"
#include "store/embedded/head_index.h"

namespace pintle::store::embedded {

class Heads {
 public:
  explicit Heads(const Database& database);
  ~Heads();
  // Forgets everything and fills the index anew from the database, in the background.
  void refill();
  void stop_filling();

  Hash128 hash(std::string_view key) const { return index_.hash(key); }
  // Errors: the database cannot be read.
  Result<Head> find(Hash128 hash, std::string_view key);
  // Only after find() of the same key.
  void set(Hash128 hash, Head head);

 private:
  void fill();
  bool fill_some(std::string& from);

  const Database& database_;
  std::mutex mutex_;  // guards index_ while it is filled
  HeadIndex index_;
  std::atomic<bool> filled_ = false;
  std::atomic<bool> stop_ = false;
  std::thread filler_;
};

}  // namespace pintle::store::embedded
