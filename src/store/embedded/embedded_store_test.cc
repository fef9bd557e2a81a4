// Proves that the embedded store keeps the contract of store.h over reopenings, and refuses folders that it must not touch.
#include "store/embedded/embedded_store.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "store/store_suite.h"

namespace pintle::store {
namespace {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    char pattern[] = "/tmp/pintle-store-XXXXXX";
    path_ = mkdtemp(pattern);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class EmbeddedHarness final : public StoreHarness {
 public:
  EmbeddedHarness() { open(); }
  Store& store() override { return *store_; }
  bool reopen() override {
    store_.reset();
    open();
    return true;
  }

 private:
  void open() {
    auto opened = EmbeddedStore::open({.directory = folder_.path() + "/data", .fsync = false, .clock = &clock});
    ASSERT_TRUE(opened) << opened.error().message();
    store_ = *std::move(opened);
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

std::unique_ptr<StoreHarness> make_embedded_harness() { return std::make_unique<EmbeddedHarness>(); }

INSTANTIATE_TEST_SUITE_P(Embedded, StoreSuite, testing::Values(&make_embedded_harness));

TEST(EmbeddedStore, OneProcessHasTheFolder) {
  TemporaryFolder folder;
  const auto first = EmbeddedStore::open({.directory = folder.path()});
  ASSERT_TRUE(first) << first.error().message();
  const auto second = EmbeddedStore::open({.directory = folder.path()});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message().find("in use by another Pintle"), std::string::npos) << second.error().message();
}

TEST(EmbeddedStore, RefusesAFolderOfSomebodyElse) {
  TemporaryFolder folder;
  std::ofstream(folder.path() + "/letter.txt") << "dear";
  const auto opened = EmbeddedStore::open({.directory = folder.path()});
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message().find("letter.txt"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/letter.txt"));
}

TEST(EmbeddedStore, RefusesANewerFormatAndADamagedStore) {
  TemporaryFolder folder;
  {
    ASSERT_TRUE(EmbeddedStore::open({.directory = folder.path()}));
  }
  std::ofstream(folder.path() + "/rocksdb/CURRENT") << "garbage";
  auto damaged = EmbeddedStore::open({.directory = folder.path()});
  ASSERT_FALSE(damaged);
  EXPECT_NE(damaged.error().message().find("cannot be opened"), std::string::npos);
  std::ofstream(folder.path() + "/FORMAT") << "pintle-store 9\n";
  auto newer = EmbeddedStore::open({.directory = folder.path()});
  ASSERT_FALSE(newer);
  EXPECT_NE(newer.error().message().find("another format"), std::string::npos);
}

}  // namespace
}  // namespace pintle::store
