// DataFolder: the folder of one embedded store: whose it is, and what may be in it.
//
//   <folder>/FORMAT      "pintle-store 1": written last when the folder is made
//   <folder>/lock        locked while a store is open; holds the process id
//   <folder>/rocksdb/    the database
//
// Ownership: holds the lock until it is destroyed. Errors: 503 with a message for the operator.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace pintle::store::embedded {

inline constexpr int kFormatVersion = 1;

class DataFolder {
 public:
  // Makes the folder when it is missing and locks it. Nothing else in it is changed.
  static Result<DataFolder> open(const std::string& path);
  DataFolder(DataFolder&& other) noexcept : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)), new_(other.new_) {}
  ~DataFolder();

  // No store was made in it yet.
  bool is_new() const { return new_; }
  // Says that a store was made.
  Result<void> mark();
  std::string database() const { return path_ + "/rocksdb"; }
  // What went wrong with it, and what the operator can do.
  Status refusal(const std::string& what) const;

 private:
  explicit DataFolder(std::string path) : path_(std::move(path)) {}
  Result<void> check_format();
  Result<void> check_empty() const;

  std::string path_;
  int lock_ = -1;
  bool new_ = false;
};

}  // namespace pintle::store::embedded
