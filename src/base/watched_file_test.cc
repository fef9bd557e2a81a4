// Proves that watched files are told of once for each new state, whichever way it gets there (rename, write in place, swapped symlinks as
// Kubernetes' atomic writer makes them, a folder that comes late), that files changed together are told of together, that contents
// which cannot be read or are refused leave the old ones in force and are reported, and that a destroyed watch is never called.
#include "base/watched_file.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>

#include "base/file.h"
#include "base/test_folder.h"

namespace pintle {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{30};

void put(const std::string& path, const std::string& text) {
  const FileContent file{path, text, 0600};
  ASSERT_TRUE(write_files({&file, 1}));
}

class WatchedFileTest : public testing::Test {
 protected:
  std::unique_ptr<FileWatcher::Watch> watch(std::vector<std::string> names, FileContents contents) {
    for (std::string& name : names) name = path(name);
    return watcher_->watch({.subject = "test",
                            .paths = std::move(names),
                            .contents = std::move(contents),
                            .on_change = [this](const FileContents& now) { return take(now); },
                            .on_error = [this](const Status& fault) { note(faults_, fault.message()); }});
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  // Waits for the next state.
  FileContents next() { return take_first(states_); }
  std::string next_fault() { return take_first(faults_); }
  size_t states_left() {
    const std::lock_guard lock(mutex_);
    return states_.size();
  }

  TestFolder folder_;
  // A look a minute: what these tests see comes from inotify.
  std::unique_ptr<FileWatcher> watcher_ = std::make_unique<FileWatcher>(FileWatcher::Times{.quiet = std::chrono::milliseconds(5)});
  std::string refused_;

 private:
  Result<void> take(const FileContents& now) {
    if (now[0] == refused_) return fail(Status::bad_request("refused " + now[0]));
    note(states_, now);
    return {};
  }
  template <class T>
  void note(std::vector<T>& list, T value) {
    const std::lock_guard lock(mutex_);
    list.push_back(std::move(value));
    changed_.notify_all();
  }
  template <class T>
  T take_first(std::vector<T>& list) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] { return !list.empty(); })) << "nothing was told";
    if (list.empty()) return {};
    T first = std::move(list.front());
    list.erase(list.begin());
    return first;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FileContents> states_;
  std::vector<std::string> faults_;
};

TEST_F(WatchedFileTest, TellsOfARename) {
  put(path("a"), "one");
  auto watching = watch({"a"}, {"one"});
  put(path("a"), "two");
  EXPECT_EQ(next(), FileContents{"two"});
  put(path("a"), "three");
  EXPECT_EQ(next(), FileContents{"three"});
}

TEST_F(WatchedFileTest, TellsOfAWriteInPlace) {
  put(path("a"), "one");
  auto watching = watch({"a"}, {"one"});
  std::ofstream(path("a"), std::ios::app) << " more";
  EXPECT_EQ(next(), FileContents{"one more"});
}

TEST_F(WatchedFileTest, TellsOfWhatChangedBeforeItBegan) {
  put(path("a"), "two");
  auto watching = watch({"a"}, {"one"});
  EXPECT_EQ(next(), FileContents{"two"});
}

TEST_F(WatchedFileTest, FollowsKubernetesAtomicWriter) {
  const auto write_version = [&](const std::string& version, const std::string& certificate, const std::string& key) {
    put(path(version + "/tls.crt"), certificate);
    put(path(version + "/tls.key"), key);
    fs::create_symlink(version, path("..data_tmp"));
    fs::rename(path("..data_tmp"), path("..data"));
  };
  write_version("..1", "certificate 1", "key 1");
  fs::create_symlink("..data/tls.crt", path("tls.crt"));
  fs::create_symlink("..data/tls.key", path("tls.key"));
  auto watching = watch({"tls.crt", "tls.key"}, {"certificate 1", "key 1"});
  write_version("..2", "certificate 2", "key 2");
  EXPECT_EQ(next(), (FileContents{"certificate 2", "key 2"}));
}

TEST_F(WatchedFileTest, AFaultIsToldAndTheNextGoodStateFollows) {
  put(path("a"), "one");
  refused_ = "bad";
  auto watching = watch({"a"}, {"one"});
  put(path("a"), "bad");
  EXPECT_EQ(next_fault(), "refused bad");
  fs::remove(path("a"));
  EXPECT_EQ(next_fault(), "open " + path("a") + ": no such file or directory");
  put(path("a"), "two");
  EXPECT_EQ(next(), FileContents{"two"});
}

TEST_F(WatchedFileTest, AFileThatIsReplacedByItselfIsNoChange) {
  put(path("a"), "one");
  put(path("b"), "one");
  auto watching = watch({"a", "b"}, {"one", "one"});
  fs::copy_file(path("a"), path("copy"));
  fs::rename(path("copy"), path("a"));
  put(path("b"), "two");  // what follows, so that something is told
  EXPECT_EQ(next(), (FileContents{"one", "two"}));
  EXPECT_EQ(states_left(), 0u);
}

TEST_F(WatchedFileTest, AFolderThatComesLateIsFoundByLooking) {
  watcher_ = std::make_unique<FileWatcher>(
      FileWatcher::Times{.look_interval = std::chrono::milliseconds(5), .quiet = std::chrono::milliseconds(1)});
  auto watching = watch({"later/a"}, {});
  EXPECT_EQ(next_fault(), "open " + path("later/a") + ": no such file or directory");
  put(path("later/a"), "one");
  EXPECT_EQ(next(), FileContents{"one"});
}

TEST_F(WatchedFileTest, ACallbackMayEndTheWatchesOfOthers) {
  put(path("a"), "one");
  put(path("b"), "one");
  auto other = watch({"b"}, {"one"});
  std::promise<void> ended;
  const auto ending =
      watcher_->watch({.subject = "test", .paths = {path("a")}, .contents = {"one"}, .on_change = [&](const FileContents&) -> Result<void> {
                         other.reset();
                         ended.set_value();
                         return {};
                       }});
  put(path("a"), "two");
  ended.get_future().wait();
  const auto last = watch({"b"}, {"one"});
  put(path("b"), "two");
  EXPECT_EQ(next(), FileContents{"two"});
  EXPECT_EQ(states_left(), 0u);
}

TEST_F(WatchedFileTest, ADestroyedWatchIsNotCalled) {
  put(path("a"), "one");
  auto destroyed = watch({"a"}, {"one"});
  auto kept = watch({"a"}, {"one"});
  destroyed.reset();
  put(path("a"), "two");
  EXPECT_EQ(next(), FileContents{"two"});
  put(path("a"), "three");
  EXPECT_EQ(next(), FileContents{"three"});
  EXPECT_EQ(states_left(), 0u);
}

}  // namespace
}  // namespace pintle
