// Proves that the in-memory store keeps the contract of store.h, and that two servers can share one.
#include "store/memory_store.h"

#include "store/linearizability_suite.h"
#include "store/store_suite.h"

namespace pintle::store {
namespace {

class MemoryHarness final : public StoreHarness {
 public:
  Store& store() override { return *store_; }

 private:
  std::unique_ptr<MemoryStore> store_ = MemoryStore::create(clock);
};

std::unique_ptr<StoreHarness> make_memory_harness() { return std::make_unique<MemoryHarness>(); }

INSTANTIATE_TEST_SUITE_P(Memory, StoreSuite, testing::Values(&make_memory_harness));
INSTANTIATE_TEST_SUITE_P(Memory, LinearizabilitySuite, testing::Values(&make_memory_harness));

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
