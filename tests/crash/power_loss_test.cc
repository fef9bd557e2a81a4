// Proves what ledger.h says when the power fails while the embedded store is written to: what was not synced is lost, whole or in
// part, and nothing that was acknowledged is.
//
//   power_loss_test [rounds] [seed]
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "ledger.h"
#include "lossy_disk.h"
#include "store/embedded/engine.h"
#include "workload.h"

namespace pintle::crash {
namespace {

constexpr int kRoundsOfAFolder = 25;
constexpr uint32_t kAcknowledgedMax = 1'500;  // before the power fails

std::unique_ptr<store::Store> open(const std::string& folder, LossyDisk& disk) {
  auto store = store::embedded::Engine::open({.folder = folder}, &disk);
  if (!store) fail(store.error().message());
  return *std::move(store);
}

// Keeps kClients commits under way until the power fails.
class Clients {
 public:
  Clients(store::Store& store, LossyDisk& disk, uint32_t round, size_t enough)
      : store_(store), disk_(disk), round_(round), enough_(enough), first_(store.revision()) {}

  std::vector<Acknowledgement> run() {
    for (uint32_t client = 0; client < kClients; ++client) next({.round = round_, .client = client, .step = 0});
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return under_way_ == 0; });
    return acknowledged_;
  }

 private:
  void next(const Name& name) {
    store_.commit(transaction_of(name), [this, name](Result<store::CommitResult> result) {
      if (result) {
        acknowledge({.revision = result->revision, .name = name});
        return next({.round = round_, .client = name.client, .step = name.step + 1});
      }
      std::lock_guard lock(mutex_);
      if (--under_way_ == 0) ended_.notify_one();
    });
  }
  void acknowledge(const Acknowledgement& said) {
    if (said.name.client == 0 && said.name.step == 20) static_cast<void>(store_.compact(first_));
    std::lock_guard lock(mutex_);
    acknowledged_.push_back(said);
    if (acknowledged_.size() == enough_) disk_.cut_power();
  }

  store::Store& store_;
  LossyDisk& disk_;
  const uint32_t round_;
  const size_t enough_;
  const int64_t first_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::vector<Acknowledgement> acknowledged_;
  uint32_t under_way_ = kClients;
};

int run(int rounds, uint32_t seed) {
  std::string folder = (std::filesystem::temp_directory_path() / "pintle-power-XXXXXX").string();
  if (!mkdtemp(folder.data())) fail("no temporary folder");
  std::mt19937 random(seed);
  size_t acknowledgements = 0;
  std::unique_ptr<Ledger> ledger;
  for (int round = 0; round < rounds; ++round) {
    if (round % kRoundsOfAFolder == 0) {
      std::filesystem::remove_all(folder);
      ledger = std::make_unique<Ledger>();
    }
    LossyDisk disk;
    auto store = open(folder, disk);
    const auto acknowledged = Clients(*store, disk, static_cast<uint32_t>(round), 1 + random() % kAcknowledgedMax).run();
    store.reset();
    disk.lose(random);
    acknowledgements += acknowledged.size();

    LossyDisk after;
    store = open(folder, after);
    ledger->check(*store, acknowledged);
    store.reset();
  }
  std::filesystem::remove_all(folder);
  std::printf("power_loss_test: %d losses of power, %zu acknowledged transactions: none lost, none in part, none twice\n", rounds,
              acknowledgements);
  return 0;
}

}  // namespace
}  // namespace pintle::crash

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 100;
  const uint32_t seed = argc > 2 ? static_cast<uint32_t>(std::strtoul(argv[2], nullptr, 10)) : std::random_device()();
  std::printf("power_loss_test: seed %u\n", seed);
  return pintle::crash::run(rounds, seed);
}
