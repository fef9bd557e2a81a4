// Proves that a folder is taken only when it is Pintle's or empty, by one store at a time, and that a refusal names what to do and
// changes nothing.
#include "store/embedded/data_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "base/file.h"
#include "base/test_folder.h"

namespace pintle::store::embedded {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class DataFolderTest : public testing::Test {
 protected:
  std::string refusal() {
    auto folder = DataFolder::open(path_);
    return folder ? "" : folder.error().message();
  }
  void make_store() {
    auto folder = DataFolder::open(path_);
    ASSERT_TRUE(folder) << folder.error().message();
    fs::create_directory(folder->database());
    ASSERT_TRUE(folder->mark());
  }
  void write(const std::string& name, const std::string& text) {
    fs::create_directories(path_);
    std::ofstream(path_ + "/" + name) << text;
  }

  TestFolder temporary_;
  const std::string& root_ = temporary_.path();
  std::string path_ = root_ + "/a/data";
};

TEST_F(DataFolderTest, IsMadeAndFoundAgain) {
  {
    auto folder = DataFolder::open(path_);
    ASSERT_TRUE(folder);
    EXPECT_TRUE(folder->is_new());
    EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_all);
  }
  {
    auto folder = DataFolder::open(path_);
    ASSERT_TRUE(folder);
    EXPECT_TRUE(folder->is_new()) << "the making was interrupted";
    fs::create_directory(folder->database());
    ASSERT_TRUE(folder->mark());
  }
  auto folder = DataFolder::open(path_);
  ASSERT_TRUE(folder);
  EXPECT_FALSE(folder->is_new());
  EXPECT_EQ(read_file(path_ + "/FORMAT"), "pintle-store 1\n");
}

TEST_F(DataFolderTest, BelongsToOneAtATime) {
  make_store();
  auto first = DataFolder::open(path_);
  ASSERT_TRUE(first);
  EXPECT_EQ(refusal(), "data folder \"" + path_ + "\": another Pintle (process " + std::to_string(getpid()) +
                           ") is running on it. Stop that one first, or choose another folder");
  {
    DataFolder moved = std::move(*first);
    EXPECT_NE(refusal(), "");
  }
  EXPECT_EQ(refusal(), "");
}

TEST_F(DataFolderTest, Refusals) {
  struct Case {
    const char* name;
    std::function<void()> prepare;
    const char* message;
  };
  const Case cases[] = {
      {"etcd", [&] { fs::create_directories(path_ + "/member"); }, "is an etcd data folder"},
      {"foreign", [&] { write("thesis.txt", "x"); }, "is not Pintle's: it holds \"thesis.txt\". Choose a new or empty folder"},
      {"newer", [&] { write("FORMAT", "pintle-store 2\n"); }, "has format 2 of a newer Pintle; this one knows format 1"},
      {"garbage", [&] { write("FORMAT", "what\n"); }, "its file FORMAT is not Pintle's"},
      {"a file", [&] { std::ofstream(path_) << "x"; }, "Not a directory"},
      {"lost database", [&] { make_store(), fs::remove_all(path_ + "/rocksdb"); },
       "its database is gone. Restore the folder from a backup"},
  };
  for (const Case& c : cases) {
    fs::remove_all(root_ + "/a");
    fs::create_directories(root_ + "/a");
    c.prepare();
    auto count = [&] { return std::distance(fs::recursive_directory_iterator(root_), {}); };
    const auto before = count();
    EXPECT_THAT(refusal(), HasSubstr(c.message)) << c.name;
    EXPECT_THAT(refusal(), HasSubstr(path_)) << c.name;
    EXPECT_EQ(count(), before) << c.name << ": nothing was changed";
  }
}

TEST_F(DataFolderTest, AFreshVolumeIsEmpty) {
  fs::create_directories(path_ + "/lost+found");
  EXPECT_EQ(refusal(), "");
}

}  // namespace
}  // namespace pintle::store::embedded
