// Proves that files are written whole, with their mode, in folders that others cannot read, and that what is missing or too large
// is said as Go says it.
#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/test_folder.h"

namespace pintle {
namespace {

class File : public testing::Test {
 protected:
  mode_t mode_of(const std::string& path) {
    struct stat info;
    return stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
  }
  TestFolder temporary_;
  const std::string& folder_ = temporary_.path();
};

TEST_F(File, WrittenWithTheirModeAndReadBack) {
  std::string key = folder_ + "/a/b/key", certificate = folder_ + "/a/b/certificate";
  ASSERT_TRUE(write_files(std::vector<FileContent>{{key, "secret", 0600}, {certificate, std::string(100'000, 'x'), 0644}}));
  EXPECT_EQ(read_file(key).value(), "secret");
  EXPECT_EQ(read_file(certificate).value().size(), 100'000u);
  EXPECT_EQ(mode_of(key), 0600u);
  EXPECT_EQ(mode_of(certificate), 0644u);
  EXPECT_EQ(mode_of(folder_ + "/a/b"), 0700u);
}

TEST_F(File, ReplacesTheOldOneAndLeavesNothingElse) {
  std::string path = folder_ + "/file";
  ASSERT_TRUE(write_files(std::vector<FileContent>{{path, "old", 0644}}));
  ASSERT_TRUE(write_files(std::vector<FileContent>{{path, "new", 0600}}));
  EXPECT_EQ(read_file(path).value(), "new");
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(File, LeftAloneWhenNothingChanges) {
  std::string path = folder_ + "/file";
  auto inode = [&] {
    struct stat info = {};
    stat(path.c_str(), &info);
    return info.st_ino;
  };
  ASSERT_TRUE(write_files(std::vector<FileContent>{{path, "same", 0644}}));
  ino_t first = inode();
  std::string held = folder_ + "/held";  // keeps the inode from being given out again
  std::filesystem::create_hard_link(path, held);
  ASSERT_TRUE(write_files(std::vector<FileContent>{{path, "same", 0644}}));
  EXPECT_EQ(inode(), first);
  ASSERT_TRUE(write_files(std::vector<FileContent>{{path, "same", 0600}}));
  EXPECT_NE(inode(), first);
  EXPECT_EQ(mode_of(path), 0600u);
}

TEST_F(File, WhenOneCannotBeWrittenNoneIsReplaced) {
  std::string path = folder_ + "/file";
  ASSERT_TRUE(write_files(std::vector<FileContent>{{path, "old", 0644}}));
  auto written = write_files(std::vector<FileContent>{{path, "new", 0644}, {path + "/below-a-file", "x", 0644}});
  ASSERT_FALSE(written);
  EXPECT_TRUE(written.error().message().ends_with(": not a directory")) << written.error().message();
  EXPECT_EQ(read_file(path).value(), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(File, WhatIsMissingIsNamed) {
  EXPECT_EQ(read_file("/nonexistent/file").error().message(), "open /nonexistent/file: no such file or directory");
  EXPECT_FALSE(file_exists(folder_ + "/x"));
  EXPECT_TRUE(file_exists(folder_));
}

}  // namespace
}  // namespace pintle
