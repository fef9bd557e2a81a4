#include "base/watched_file.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "base/check.h"
#include "base/file.h"
#include "base/log.h"

namespace pintle {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kQuietTimesMax = 20;
constexpr uint32_t kFolderEvents =
    IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// One watch: what its files held when they were last acted on, and what they hold now but not for long enough.
struct Entry {
  WatchedFiles files;
  std::optional<FileContents> candidate;
  std::string told_fault;
  bool removed = false;  // guarded by the core's mutex

  void tell(const Status& fault) {
    if (std::exchange(told_fault, fault.message()) == fault.message()) return;
    if (files.on_error) return files.on_error(fault);
    log_error("Watched files could not be used", {{"subject", files.subject}, {"error", fault}});
  }
};

}  // namespace

Result<FileContents> read_files(const std::vector<std::string>& paths) {
  FileContents contents;
  for (const std::string& path : paths) {
    PINTLE_TRY(std::string text, read_file(path));
    contents.push_back(std::move(text));
  }
  return contents;
}

class FileWatcher::Core {
 public:
  explicit Core(Times times)
      : times_(times), inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    PINTLE_CHECK(wake_ >= 0);  // without inotify_ the looks are left
  }
  ~Core() {
    if (inotify_ >= 0) close(inotify_);
    close(wake_);
  }

  void add(std::shared_ptr<Entry> entry) {
    const std::lock_guard lock(mutex_);
    entries_.insert(std::move(entry));
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    wake();
  }

  // No call of this entry runs when it returns.
  void remove(const std::shared_ptr<Entry>& entry) {
    std::unique_lock lock(mutex_);
    PINTLE_CHECK(busy_ != entry || std::this_thread::get_id() != thread_.get_id());
    entry->removed = true;
    entries_.erase(entry);
    idle_.wait(lock, [&] { return busy_ != entry; });
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      wake();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void wake() const {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
  }

  void run() {
    pthread_setname_np(pthread_self(), "file-watch");
    auto next_look = Steady::now();  // the first: what has changed since the caller read it
    while (true) {
      wait_until(next_look);
      if (stopping()) return;
      watch_folders();
      const bool unsettled = look();
      next_look = Steady::now() + (unsettled ? times_.quiet : times_.look_interval);
    }
  }

  // Until something happens in a folder and it has been quiet since (a folder that never is counts as quiet after a while), or the
  // time has come.
  void wait_until(Steady::time_point time) {
    std::optional<Steady::time_point> latest;
    while (!stopping()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Steady::now());
      if (left.count() <= 0) return;
      pollfd waits[2] = {{.fd = wake_, .events = POLLIN, .revents = 0}, {.fd = inotify_, .events = POLLIN, .revents = 0}};
      if (poll(waits, 2, static_cast<int>(left.count())) <= 0) continue;
      if (waits[0].revents) time = Steady::now();
      if (waits[1].revents) {
        if (!latest) latest = Steady::now() + kQuietTimesMax * times_.quiet;
        time = std::min(*latest, Steady::now() + times_.quiet);
      }
      drain();
    }
  }

  void drain() {
    alignas(inotify_event) char events[4096];
    uint64_t count;
    while (read(wake_, &count, sizeof count) > 0) {
    }
    if (inotify_ < 0) return;
    while (true) {
      const ssize_t size = read(inotify_, events, sizeof events);
      if (size <= 0) return;
      for (ssize_t at = 0; at < size;) {
        const auto* event = reinterpret_cast<const inotify_event*>(events + at);
        // A folder that is gone is watched again when it is back.
        if (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF)) forget_folder(event->wd);
        at += static_cast<ssize_t>(sizeof *event + event->len);
      }
    }
  }

  void forget_folder(int descriptor) {
    inotify_rm_watch(inotify_, descriptor);
    std::erase_if(folders_, [&](const auto& folder) { return folder.second == descriptor; });
  }

  void watch_folders() {
    if (inotify_ < 0) return;
    std::set<std::string> wanted;
    for (const auto& entry : entries())
      for (const std::string& path : entry->files.paths) wanted.insert(folder_of(path));
    std::erase_if(folders_, [&](const auto& folder) {
      if (wanted.contains(folder.first)) return false;
      inotify_rm_watch(inotify_, folder.second);
      return true;
    });
    for (const std::string& folder : wanted) {
      if (folders_.contains(folder)) continue;
      const int descriptor = inotify_add_watch(inotify_, folder.c_str(), kFolderEvents);
      if (descriptor >= 0) folders_[folder] = descriptor;
    }
  }

  // True when contents have to be looked at again soon.
  bool look() {
    bool unsettled = false;
    for (const auto& entry : entries()) {
      if (!begin(entry)) continue;
      unsettled |= look_at(*entry);
      end();
    }
    return unsettled;
  }

  static bool look_at(Entry& entry) {
    auto contents = read_files(entry.files.paths);
    if (!contents) {
      entry.candidate.reset();
      entry.tell(contents.error());
      return false;
    }
    if (*contents == entry.files.contents) {
      entry.candidate.reset();
      entry.told_fault.clear();
      return false;
    }
    if (entry.candidate != *contents) {
      entry.candidate = *std::move(contents);
      return true;
    }
    entry.candidate.reset();
    entry.files.contents = *std::move(contents);
    entry.told_fault.clear();
    if (auto taken = entry.files.on_change(entry.files.contents); !taken) entry.tell(taken.error());
    return false;
  }

  bool begin(const std::shared_ptr<Entry>& entry) {
    const std::lock_guard lock(mutex_);
    if (entry->removed) return false;
    busy_ = entry;
    return true;
  }
  void end() {
    const std::lock_guard lock(mutex_);
    busy_ = nullptr;
    idle_.notify_all();
  }

  std::vector<std::shared_ptr<Entry>> entries() {
    const std::lock_guard lock(mutex_);
    return {entries_.begin(), entries_.end()};
  }
  bool stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  const Times times_;
  const int inotify_;
  const int wake_;
  std::map<std::string, int> folders_;  // by the thread only: inotify's descriptors
  std::mutex mutex_;
  std::condition_variable idle_;
  std::set<std::shared_ptr<Entry>> entries_;  // guarded by mutex_
  std::shared_ptr<Entry> busy_;               // guarded by mutex_: whose callback may be running
  bool stopping_ = false;                     // guarded by mutex_
  std::thread thread_;                        // started by the first watch
};

namespace {

template <class Core>
class EntryWatch final : public FileWatcher::Watch {
 public:
  EntryWatch(std::shared_ptr<Core> core, std::shared_ptr<Entry> entry) : core_(std::move(core)), entry_(std::move(entry)) {}
  ~EntryWatch() override { core_->remove(entry_); }

 private:
  std::shared_ptr<Core> core_;
  std::shared_ptr<Entry> entry_;
};

}  // namespace

FileWatcher::FileWatcher(Times times) : core_(std::make_shared<Core>(times)) {}
FileWatcher::~FileWatcher() { core_->stop(); }

std::unique_ptr<FileWatcher::Watch> FileWatcher::watch(WatchedFiles files) {
  auto entry = std::make_shared<Entry>();
  entry->files = std::move(files);
  core_->add(entry);
  return std::make_unique<EntryWatch<Core>>(core_, std::move(entry));
}

}  // namespace pintle
