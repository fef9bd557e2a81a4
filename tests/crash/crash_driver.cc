// The process that is killed: opens the store, keeps kClients commits under way, and says on a pipe what was acknowledged.
//
//   crash_driver <folder> <round> <pipe>
//
// It also lets history go, so that a kill meets the clearing of it too.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "store/embedded/embedded_store.h"
#include "workload.h"

namespace pintle::crash {
namespace {

class Driver {
 public:
  Driver(store::Store& store, uint32_t round, int pipe) : store_(store), round_(round), pipe_(pipe), first_(store.revision()) {}

  // Goes on from callback to callback until the process ends.
  void next(Name name) {
    store_.commit(transaction_of(name), [this, name](Result<store::CommitResult> result) {
      if (!result || !result->applied) fail(result ? "not applied" : result.error().message());
      const Acknowledgement said{.revision = result->revision, .name = name};
      if (::write(pipe_, &said, sizeof said) != sizeof said) std::_Exit(0);
      if (name.client == 0 && name.step == 20 && !store_.compact(first_)) fail("compact");
      next({.round = round_, .client = name.client, .step = name.step + 1});
    });
  }

 private:
  [[noreturn]] static void fail(const std::string& why) {
    std::fprintf(stderr, "crash_driver: %s\n", why.c_str());
    std::_Exit(1);
  }

  store::Store& store_;
  const uint32_t round_;
  const int pipe_;
  const int64_t first_;
};

int run(const std::string& folder, uint32_t round, int pipe) {
  auto store = store::EmbeddedStore::open({.folder = folder});
  if (!store) {
    std::fprintf(stderr, "crash_driver: %s\n", store.error().message().c_str());
    return 1;
  }
  Driver driver(**store, round, pipe);
  for (uint32_t client = 0; client < kClients; ++client) driver.next({.round = round, .client = client, .step = 0});
  while (true) ::pause();
}

}  // namespace
}  // namespace pintle::crash

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  return pintle::crash::run(argv[1], static_cast<uint32_t>(std::atoi(argv[2])), std::atoi(argv[3]));
}
