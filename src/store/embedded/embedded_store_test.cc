// Proves that the embedded store refuses folders that it must not touch.
#include "store/embedded/embedded_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/temporary_folder.h"

namespace pintle::store {
namespace {

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
