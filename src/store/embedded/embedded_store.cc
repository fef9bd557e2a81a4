#include "store/embedded/embedded_store.h"

#include "store/embedded/engine.h"

namespace pintle::store {

Result<std::unique_ptr<Store>> EmbeddedStore::open(const Options& options) { return embedded::Engine::open(options, nullptr); }

}  // namespace pintle::store
