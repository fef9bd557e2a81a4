// TestFolder: a new empty folder under the system's temporary one, removed with all in it at the end. For tests.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/check.h"

namespace pintle {

class TestFolder {
 public:
  TestFolder() : path_(std::filesystem::temp_directory_path() / "pintle-test-XXXXXX") {
    PINTLE_CHECK(mkdtemp(path_.data()));  // fills in the X
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace pintle
