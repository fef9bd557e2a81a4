// FileWatcher: tells when configuration, key and certificate files have new contents, with one thread for all of them.
//
//   FileWatcher files;
//   PINTLE_TRY(auto contents, read_files(paths));        // the start fails when they cannot be read
//   auto watch = files.watch({.subject = "client CA", .paths = paths, .contents = contents,
//                             .on_change = [&](const FileContents& now) { return authorities.replace(now[0]); }});
//
// A change is anything that puts other bytes at a path: a rename over it, a write in place, a symlink on the way that points elsewhere
// (Kubernetes' atomic writer swaps `..data`). Nothing is acted on before it has been quiet for a moment and has read the same twice,
// so that a file that is being written, or a certificate whose key has not come yet, is not taken for the new state. The folders of
// the paths are watched by inotify; what that does not see (a link into another folder, a network file system) is found by a look
// every kFileLookInterval.
// Ownership: a Watch ends its calls when it is destroyed: none runs afterwards. The watcher outlives its watches.
// Thread: watch() and a Watch's destructor on any; callbacks on the watcher's own thread, one after the other, where they may block on
// the disk. A callback must not destroy its own Watch; it may destroy others.
// Errors: a file that cannot be read, or contents that on_change refuses, are told to on_error (by default logged); what was there
// before stays in force, and the same fault is told once.
// Source: k8s.io/apiserver pkg/server/dynamiccertificates (fsnotify, and a look every minute).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace pintle {

inline constexpr std::chrono::milliseconds kFileLookInterval{60'000};
inline constexpr std::chrono::milliseconds kFileQuietTime{50};

using FileContents = std::vector<std::string>;  // of the paths, in their order

// All or none. Errors as read_file.
Result<FileContents> read_files(const std::vector<std::string>& paths);

struct WatchedFiles {
  std::string subject;  // for the log: "serving certificate"
  std::vector<std::string> paths;
  FileContents contents;  // what the caller has already; empty: whatever is there is a change
  std::function<Result<void>(const FileContents& now)> on_change;
  std::function<void(const Status& fault)> on_error;  // null: logged
};

class FileWatcher {
 public:
  struct Times {
    std::chrono::milliseconds look_interval = kFileLookInterval;
    std::chrono::milliseconds quiet = kFileQuietTime;
  };
  class Watch {
   public:
    virtual ~Watch() = default;
  };

  FileWatcher() : FileWatcher(Times()) {}
  explicit FileWatcher(Times times);
  ~FileWatcher();
  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  [[nodiscard]] std::unique_ptr<Watch> watch(WatchedFiles files);

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace pintle
