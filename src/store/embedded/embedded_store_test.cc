// Proves that the store on RocksDB keeps the contract of store.h.
#include "store/embedded/embedded_store.h"

#include "base/test_folder.h"
#include "store/linearizability_suite.h"
#include "store/store_suite.h"

namespace pintle::store {
namespace {

template <Durability durability>
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
    auto opened = EmbeddedStore::open({.folder = folder_.path(), .durability = durability, .clock = clock});
    if (!opened) ADD_FAILURE() << opened.error().message();
    store_ = std::move(*opened);
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
};

std::unique_ptr<StoreHarness> make_synced() { return std::make_unique<EmbeddedHarness<Durability::kSynced>>(); }
std::unique_ptr<StoreHarness> make_unsynced() { return std::make_unique<EmbeddedHarness<Durability::kUnsynced>>(); }

INSTANTIATE_TEST_SUITE_P(EmbeddedSynced, StoreSuite, testing::Values(&make_synced));
INSTANTIATE_TEST_SUITE_P(EmbeddedSynced, LinearizabilitySuite, testing::Values(&make_synced));
INSTANTIATE_TEST_SUITE_P(EmbeddedUnsynced, StoreSuite, testing::Values(&make_unsynced));

}  // namespace
}  // namespace pintle::store
