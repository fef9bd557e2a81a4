// Proves what is found when a store is opened again after an unclean end or with damage: nothing is lost in silence, what is refused is
// left as it is, no revision is used twice, and history that was let go is gone from the disk.
#include <gmock/gmock.h>
#include <rocksdb/iterator.h>

#include <filesystem>
#include <fstream>

#include "base/test_folder.h"
#include "store/embedded/database.h"
#include "store/embedded/embedded_store.h"
#include "store/embedded/records.h"
#include "store/store_harness.h"

namespace pintle::store::embedded {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class RecoveryTest : public testing::Test {
 protected:
  Result<std::unique_ptr<Store>> try_open(EmbeddedStore::Options options = {}) {
    return EmbeddedStore::open({.folder = folder_, .durability = options.durability, .damaged_end = options.damaged_end, .clock = clock_});
  }
  void open(EmbeddedStore::Options options = {}) {
    store_.reset();
    auto opened = try_open(options);
    ASSERT_TRUE(opened) << opened.error().message();
    store_ = std::move(*opened);
  }
  // Goes on in a copy of the folder as it is now, as after a kill.
  void crash() {
    const std::string copy = folder_ + "'";
    fs::copy(folder_, copy, fs::copy_options::recursive);
    store_.reset();
    folder_ = copy;
  }
  std::vector<std::string> files(const std::string& extension) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (entry.path().extension() == extension && entry.file_size() > 0) found.push_back(entry.path());
    }
    return found;
  }
  static void damage(const std::string& file, size_t at) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(stream.get() ^ 0x40);
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(byte);
  }
  std::map<std::string, std::string> contents() {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      if (entry.is_regular_file() && entry.path().filename() != "lock") all[entry.path()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return all;
  }
  std::string list() { return text(store_->list({})); }
  // How many entries of a kind the database has.
  size_t entries(std::string_view space) {
    auto database = Database::open(folder_ + "/rocksdb", Database::Missing::kRefuse, nullptr);
    EXPECT_TRUE(database);
    auto use = (*database)->use();
    size_t count = 0;
    for (auto entry = use->scan(space, space); entry->Valid(); entry->Next()) ++count;
    return count;
  }

  TestFolder temporary_;
  std::string folder_ = temporary_.path() + "/store";
  SuiteClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(RecoveryTest, ASecondStoreIsRefused) {
  open();
  auto second = try_open();
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message(), HasSubstr("another Pintle (process "));
  put(*store_, "/a", "1");
}

TEST_F(RecoveryTest, AnUncleanEndLosesNothing) {
  open();
  put(*store_, "/a", "1");
  put(*store_, "/b", "2");
  erase(*store_, "/a");
  for (int crashes = 0; crashes < 3; ++crashes) {
    crash();
    open();
    EXPECT_EQ(list(), "/b=2@2/2 at 3");
    EXPECT_EQ(store_->compacted_revision(), 0);
  }
  EXPECT_EQ(put(*store_, "/c", "3"), 4);
}

// What was not synced may be lost to some and seen by others, so nobody may follow on from it.
TEST_F(RecoveryTest, AnUncleanEndWithoutSyncLeavesAGap) {
  open({.durability = Durability::kUnsynced});
  put(*store_, "/a", "1");
  const int64_t last = put(*store_, "/b", "2");
  crash();
  open();
  const int64_t after = store_->revision();
  EXPECT_GT(after, last + 1000);
  EXPECT_EQ(store_->compacted_revision(), after);
  EXPECT_EQ(list(), "/a=1@1/1 /b=2@2/2 at " + std::to_string(after));
  auto follow = store_->subscribe("", last, [](Result<EventBatch>) {});
  ASSERT_FALSE(follow);
  EXPECT_EQ(follow.error().code(), 410);
  EXPECT_EQ(put(*store_, "/c", "3"), after + 1);
  crash();
  open();
  EXPECT_EQ(store_->revision(), after + 1) << "synced now: no gap";
}

TEST_F(RecoveryTest, ACleanEndWithoutSyncLeavesNone) {
  for (int i = 1; i <= 3; ++i) {
    open({.durability = Durability::kUnsynced});
    EXPECT_EQ(put(*store_, "/a", "1"), i);
  }
  EXPECT_EQ(store_->compacted_revision(), 0);
}

TEST_F(RecoveryTest, ADamagedLogIsRefusedUntilItsEndMayBeDropped) {
  open();
  for (int i = 1; i <= 20; ++i) put(*store_, "/k" + std::to_string(i), "value");
  crash();
  auto logs = files(".log");
  ASSERT_EQ(logs.size(), 1u);
  damage(logs[0], fs::file_size(logs[0]) / 2);

  const auto before = contents();
  auto refused = try_open();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("data folder \"" + folder_ + "\": its write-ahead log is damaged: " + logs[0]));
  EXPECT_THAT(refused.error().message(), HasSubstr("Nothing was changed. Restore the folder from a backup"));
  EXPECT_EQ(contents(), before);

  open({.damaged_end = DamagedEnd::kDrop});
  auto left = store_->list({});
  ASSERT_TRUE(left);
  EXPECT_GT(left->items.size(), 0u);
  EXPECT_LT(left->items.size(), 20u);
  EXPECT_GT(store_->revision(), 20) << "the revisions that are lost are not used again";
  EXPECT_EQ(store_->compacted_revision(), store_->revision());
  const int64_t next = put(*store_, "/k", "1");
  crash();
  open();
  EXPECT_EQ(store_->revision(), next);
}

TEST_F(RecoveryTest, ALostTableIsRefused) {
  open();
  put(*store_, "/a", "1");
  store_.reset();
  auto tables = files(".sst");
  ASSERT_EQ(tables.size(), 1u);
  fs::remove(tables[0]);
  auto refused = try_open();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("the data folder is damaged"));
  EXPECT_THAT(refused.error().message(), HasSubstr("Restore the folder from a backup"));
}

TEST_F(RecoveryTest, ADamagedTableIsAnErrorNotAnAbsence) {
  open();
  for (int i = 0; i < 200; ++i) put(*store_, "/k" + std::to_string(i), std::string(1'000, static_cast<char>('a' + i % 26)));
  store_.reset();
  auto tables = files(".sst");
  ASSERT_EQ(tables.size(), 1u);
  damage(tables[0], 100);  // in the first block of objects
  auto opened = try_open();
  if (!opened) {
    EXPECT_THAT(opened.error().message(), HasSubstr("damaged"));
    return;
  }
  auto listing = (*opened)->list({});
  ASSERT_FALSE(listing);
  EXPECT_EQ(listing.error().code(), 500);
  EXPECT_THAT(listing.error().message(), HasSubstr("damaged"));
}

TEST_F(RecoveryTest, HistoryThatWasLetGoLeavesTheDisk) {
  open();
  for (int i = 0; i < 1'000; ++i) put(*store_, "/k" + std::to_string(i % 10), "value", i % 2 ? 0 : 3600);
  for (int i = 0; i < 5; ++i) erase(*store_, "/k" + std::to_string(i));
  ASSERT_TRUE(store_->compact(store_->revision()));
  const std::string state = list();
  // The clearing ends at a stop and goes on at the next opening, so that some openings are enough.
  for (int openings = 0; openings < 50; ++openings) {
    open();
    EXPECT_EQ(list(), state);
    store_.reset();
    if (entries(kRevisionSpace) == 0) break;
  }
  EXPECT_EQ(entries(kRevisionSpace), 0u);
  EXPECT_EQ(entries(kObjectSpace), 5u) << "one version of each object";
  open();
  EXPECT_EQ(store_->revision(), 1005);
  EXPECT_EQ(put(*store_, "/new", "1"), 1006);
}

TEST_F(RecoveryTest, ExpiriesThatWereRenewedLeaveTheDisk) {
  open();
  for (int i = 0; i < 50; ++i) put(*store_, "/event", std::to_string(i), 10);
  put(*store_, "/event", "for good");
  clock_.advance(std::chrono::minutes(1));
  apply(*store_, {});
  EXPECT_EQ(list(), "/event=for good@1/51 at 51");
  store_.reset();
  EXPECT_EQ(entries(kExpirySpace), 0u);
}

}  // namespace
}  // namespace pintle::store::embedded
