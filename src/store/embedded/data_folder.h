// DataFolder: the right to a folder: made when absent, locked against a second process, and known to be ours.
//
// Errors: 503 with a line that says what to do.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace pintle::store {

class DataFolder {
 public:
  // `path` exists afterwards, holds the format file and is locked until this is destroyed.
  static Result<std::unique_ptr<DataFolder>> claim(const std::string& path);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

 private:
  explicit DataFolder(int lock) : lock_(lock) {}
  int lock_;
};

}  // namespace pintle::store
