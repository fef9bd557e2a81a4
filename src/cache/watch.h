// Watch: the changes of one resource for one client, from a revision on, without loss, doubles or disorder.
//
//   PINTLE_CO_TRY(auto watch, pods.watch(loop, {.key_prefix = "/registry/pods/default/", .after = 42, .selection = selection}));
//   for (;;) {
//     std::vector<WatchEvent> events = co_await watch->next();
//     if (events.empty()) break;                                       // ended
//     for (const WatchEvent& event : events) send(event);
//   }
//
// A watch pulls: first the objects of a snapshot when initial events are asked for, then the history after its revision, and once it
// has caught up it is live: the loop's hub pushes each change that concerns it into a small queue. When the queue is full, because
// the client takes its events too slowly, the watch stops being live and reads the history again from where it stands, so that a
// slow watch costs a number, not memory. It ends when the history no longer reaches back to it, or with its resource.
//
// Events are what the client sees: an object that enters the selection is ADDED, one that leaves it DELETED with its last state that
// matched and the revision of the change.
// Ownership: the caller's; it outlives its next() tasks, and the cache outlives it. Thread: its loop, also for the destructor.
// Source: apiserver/pkg/storage/cacher/cache_watcher.go (convertToWatchEvent, nextBookmarkTime), cacher.go (startDispatching).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "cache/object.h"
#include "cache/selection.h"

namespace pintle::cache {

inline constexpr size_t kWatchQueueEventsMax = 256;                // of a live watch; beyond it reads from the history
inline constexpr size_t kWatchPullEventsMax = 128;                 // what one next() returns of a snapshot or of the history
inline constexpr size_t kWatchPullScannedMax = 4096;               // changes or objects that one pull looks at before it lets others run
inline constexpr std::chrono::seconds kBookmarkInterval{60};       // upstream: defaultBookmarkFrequency
inline constexpr std::chrono::seconds kBookmarkBeforeDeadline{2};  // upstream: nextBookmarkTime

enum class WatchEventType : uint8_t { kAdded, kModified, kDeleted, kBookmark };

struct WatchEvent {
  WatchEventType type = WatchEventType::kBookmark;
  // The bookmark after the initial events: the api layer annotates it with k8s.io/initial-events-end.
  bool initial_events_end = false;
  bool initial = false;  // the object was there when the watch began
  int64_t revision = 0;  // the resourceVersion in the object, and of a bookmark
  ObjectPtr object;      // null for a bookmark
};

enum class InitialEvents : uint8_t {
  kNone,              // only what comes after `after`
  kState,             // first all objects as ADDED in the order of their keys (a watch without resourceVersion or with "0")
  kStateAndBookmark,  // and a bookmark behind them (sendInitialEvents)
};

struct WatchOptions {
  std::string key_prefix;  // objects whose key begins with it; "" is the whole resource
  std::string key;         // this object only; "" is no restriction
  int64_t after = 0;       // changes with a greater revision; not read when there are initial events
  InitialEvents initial_events = InitialEvents::kNone;
  std::shared_ptr<const Selection> selection;  // null: everything
  bool bookmarks = false;                      // about one a minute, and one shortly before the deadline
  // When the caller will end the watch, by the cache's clock; the epoch is never.
  std::chrono::steady_clock::time_point deadline{};
};

class Watch {
 public:
  virtual ~Watch() = default;
  // Suspends until there is something; returns all that is there, in order, at most kWatchQueueEventsMax. Empty: the watch has ended,
  // and every further call says so at once. One call at a time.
  virtual Task<std::vector<WatchEvent>> next() = 0;
  // Ends the watch; a waiting next() is resumed inside the call and returns empty. Idempotent.
  virtual void cancel() = 0;
};

}  // namespace pintle::cache
