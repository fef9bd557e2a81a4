// Proves that a full or failing disk costs answers but never consistency: commits are refused with retry advice, reads go on, what was
// acknowledged stays, and service comes back by itself. The outcome of a refused commit is open, but every subscriber and every later
// opening agree on it.
#include <map>
#include <random>
#include <thread>

#include "base/test_folder.h"
#include "store/embedded/engine.h"
#include "store/embedded/faulty_disk.h"
#include "store/store_harness.h"

namespace pintle::store::embedded {
namespace {

class FaultsTest : public testing::Test {
 protected:
  FaultsTest() { open(); }

  void open() {
    auto opened = Engine::open({.folder = folder_.path(), .clock = clock_}, &disk_);
    ASSERT_TRUE(opened) << opened.error().message();
    store_ = std::move(*opened);
  }
  // As after a crash: nothing is flushed, and what the kernel has is there.
  void reopen() {
    store_.reset();
    open();
  }
  void heal() {
    disk_.set(Fault::kNone);
    clock_.advance(std::chrono::milliseconds(kRecoveryPauseMs + 1));
  }
  void expect_refused(const Result<CommitResult>& result) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), 503) << result.error().message();
    EXPECT_GT(result.error().details().retry_after_seconds, 0);
  }
  Result<CommitResult> try_put(const std::string& key, std::string_view value) {
    return commit(*store_, {Operation::put(key, Bytes::copy(value), Expect::any())});
  }
  std::string list() { return text(store_->list({})); }

  TestFolder folder_;
  FaultyDisk disk_;
  SuiteClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(FaultsTest, AFullDiskRefusesChangesUntilThereIsSpace) {
  for (Fault fault : {Fault::kFull, Fault::kTorn}) {
    put(*store_, "/a", "1");
    const int64_t before = store_->revision();
    const std::string state = list();
    disk_.set(fault);
    expect_refused(try_put("/a", "2"));
    expect_refused(try_put("/b", "3"));
    EXPECT_EQ(store_->revision(), before);
    EXPECT_EQ(list(), state) << "reads go on";
    clock_.advance(std::chrono::milliseconds(kRecoveryPauseMs + 1));
    expect_refused(try_put("/b", "4"));
    EXPECT_EQ(list(), state) << "an attempt to recover that fails changes nothing";

    heal();
    EXPECT_EQ(put(*store_, "/c", "5"), before + 1);
    EXPECT_EQ(text(*store_->get("/b")), "-");
    const std::string after = list();
    reopen();
    EXPECT_EQ(list(), after);
    EXPECT_EQ(store_->revision(), before + 1);
  }
}

TEST_F(FaultsTest, RecoveryIsNotTriedAtEveryCommit) {
  disk_.set(Fault::kFull);
  expect_refused(try_put("/a", "1"));
  disk_.set(Fault::kNone);
  expect_refused(try_put("/a", "1"));
  heal();
  EXPECT_EQ(put(*store_, "/a", "1"), 1);
}

// The write reached the kernel though its sync failed: it is found when the disk is read again, and then everyone hears of it.
TEST_F(FaultsTest, ARefusedChangeThatIsOnTheDiskAfterAllIsPublished) {
  Listener listener;
  auto subscription = store_->subscribe("", 0, listener.callback());
  put(*store_, "/a", "1");
  disk_.set(Fault::kSyncFails);
  expect_refused(try_put("/a", "2"));
  EXPECT_EQ(text(*store_->get("/a")), "/a=1@1/1") << "not visible while it is open";
  heal();
  EXPECT_EQ(put(*store_, "/b", "3"), 3);
  EXPECT_EQ(list(), "/a=2@1/2 /b=3@3/3 at 3");
  EXPECT_EQ(listener.texts(), (Texts{"put /a=1@1/1 was @0", "put /a=2@1/2 was @1", "put /b=3@3/3 was @0"}));
  auto refused = commit(*store_, {Operation::put("/a", Bytes(), Expect::revision(1))});
  EXPECT_TRUE(refused && !refused->applied) << "and expectations know it";
}

TEST_F(FaultsTest, ABackgroundFlushThatFails) {
  const std::string value(1 << 20, 'v');
  disk_.set(Fault::kLogOnly);
  int acknowledged = 0;
  bool refused = false;
  for (int i = 0; i < 100 && !refused; ++i) {
    auto result = try_put("/k" + std::to_string(i), value);
    if (result) {
      ++acknowledged;
    } else {
      refused = true;
      expect_refused(result);
    }
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(store_->list({})->items.size(), static_cast<size_t>(acknowledged));
  heal();
  EXPECT_TRUE(try_put("/after", "1"));
  EXPECT_EQ(store_->list({})->items.size(), static_cast<size_t>(acknowledged) + 1);
  reopen();
  EXPECT_EQ(store_->list({})->items.size(), static_cast<size_t>(acknowledged) + 1);
}

TEST_F(FaultsTest, ExpiriesWaitForTheDisk) {
  put(*store_, "/event", "1", 10);
  disk_.set(Fault::kFull);
  clock_.advance(std::chrono::seconds(20));
  expect_refused(try_put("/a", "2"));
  EXPECT_EQ(text(*store_->get("/event")), "/event=1@1/1");
  heal();
  apply(*store_, {});
  EXPECT_EQ(list(), "at 2");
}

TEST_F(FaultsTest, StoppingWhileTheDiskIsFull) {
  put(*store_, "/a", "1");
  disk_.set(Fault::kFull);
  expect_refused(try_put("/a", "2"));
  store_->stop();
  disk_.set(Fault::kNone);
  reopen();
  EXPECT_EQ(list(), "/a=1@1/1 at 1");
}

// Clients write while the disk fails and heals. Then the events must lead from nothing to the final state, every acknowledged change
// must be among them, and a reopened store must agree.
TEST_F(FaultsTest, RandomFaultsUnderLoad) {
  constexpr int kClients = 4;
  constexpr int kRounds = 40;
  Listener listener;
  auto subscription = store_->subscribe("", 0, listener.callback());
  std::atomic<bool> stop = false;
  std::vector<std::vector<std::pair<int64_t, std::string>>> acknowledged(kClients);
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      for (int i = 0; !stop; ++i) {
        const std::string key = "/k" + std::to_string(i % 5);
        auto result = try_put(key, std::to_string(c) + "." + std::to_string(i) + std::string(i % 3 * 2'000, 'v'));
        if (result && result->applied) acknowledged[c].emplace_back(result->revision, key);
      }
    });
  }
  std::mt19937 random(7);
  constexpr Fault kFaults[] = {Fault::kFull, Fault::kTorn, Fault::kSyncFails, Fault::kLogOnly};
  for (int round = 0; round < kRounds; ++round) {
    const int64_t before = store_->revision();
    disk_.set(kFaults[random() % 4]);
    for (int i = 0; i < 20; ++i) static_cast<void>(try_put("/probe", "p"));
    heal();
    while (store_->revision() < before + 30) clock_.advance(std::chrono::milliseconds(1));
    if (round % 10 == 5) ASSERT_TRUE(store_->compact(before));
  }
  stop = true;
  for (std::thread& client : clients) client.join();
  heal();
  put(*store_, "/last", "1");

  std::map<std::string, KeyValue> state;
  std::map<int64_t, std::string> changed;
  for (const Event& event : listener.events()) {
    EXPECT_EQ(event.previous_revision, state.contains(event.kv.key) ? state[event.kv.key].mod_revision : 0);
    EXPECT_EQ(event.kv.mod_revision, static_cast<int64_t>(changed.size()) + 1) << "a gap";
    state[event.kv.key] = event.kv;
    changed[event.kv.mod_revision] = event.kv.key;
  }
  for (const auto& client : acknowledged) {
    for (const auto& [revision, key] : client) EXPECT_EQ(changed[revision], key);
  }
  Listing wanted{.revision = store_->revision()};
  for (const auto& [key, kv] : state) wanted.items.push_back(kv);
  EXPECT_TRUE(list() == text(Result<Listing>(wanted)));
  reopen();
  EXPECT_TRUE(list() == text(Result<Listing>(wanted)));
}

}  // namespace
}  // namespace pintle::store::embedded
