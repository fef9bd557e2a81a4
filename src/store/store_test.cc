// Proves that the in-memory and the embedded store keep the contract of store.h, and that two servers can share a memory store.
#include "store/memory_store.h"

#include "store/embedded/embedded_store.h"
#include "store/store_suite.h"
#include "store/temporary_folder.h"

namespace pintle::store {
namespace {

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

class MemoryHarness final : public StoreHarness {
 public:
  Store& store() override { return *store_; }

 private:
  std::unique_ptr<MemoryStore> store_ = MemoryStore::create(clock);
};

std::unique_ptr<StoreHarness> make_memory_harness() { return std::make_unique<MemoryHarness>(); }

INSTANTIATE_TEST_SUITE_P(Memory, StoreSuite, testing::Values(&make_memory_harness));

TEST(MemoryStore, HandlesShareTheDataAndStopAlone) {
  auto first = MemoryStore::create();
  auto second = first->share();
  Listener listener;
  auto subscription = second->subscribe("", 0, listener.callback());
  put(*first, "/a", "1");
  EXPECT_EQ(text(*second->get("/a")), "/a=1@1/1");
  EXPECT_EQ(listener.texts(), (Texts{"put /a=1@1/1 was @0"}));
  first->stop();
  EXPECT_FALSE(commit(*first, {Operation::put("/b", Bytes(), Expect::any())}));
  first.reset();
  EXPECT_EQ(put(*second, "/b", "2"), 2);
}

}  // namespace
}  // namespace pintle::store
