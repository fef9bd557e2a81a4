// EventWriter: the queue of log lines and the thread that writes them, many with one call when many wait.
//
//   EventWriter writer(descriptor_sink(1), batch, metrics);
//   if (!writer.offer(line)) ...                     // batch mode: false when the buffer is full
//   writer.write(line, [](bool written) { ... });    // blocking modes: called once, on the writer's thread
//   writer.write_at_once(line)                       // the same without the thread, where that takes no time; nullopt: it would
//   writer.stop();
//
// To hand a line over to a thread and be told costs more than to write it: into a regular file that has room, when nothing else waits
// and the disk was quick so far, the caller's thread writes it itself. A write that was slow ends that for a while.
// A disk that is stuck blocks the writer's thread and nothing else: lines wait, and in batch mode are then lost and counted. stop() gives
// a stuck writer kDrainTimeMax and then leaves it behind.
// Ownership: the writer owns its sink; metrics must live until stop() has returned. Thread: any; stop() once.
#pragma once

#include <memory>

#include "audit/backend.h"
#include "audit/event_sink.h"

namespace pintle::audit {

class EventWriter {
 public:
  EventWriter(std::unique_ptr<EventSink> sink, const BatchOptions& batch, AuditMetrics& metrics);
  ~EventWriter();

  // False, and counted: the buffer is full, or the writer has stopped.
  bool offer(std::string line);
  // A null `on_done`: nobody waits. After the stop it is called at once, with false.
  void write(std::string line, std::move_only_function<void(bool)> on_done);
  std::optional<bool> write_at_once(std::string& line);
  void stop(std::chrono::milliseconds drain_time = kDrainTimeMax);

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the thread, which a stuck disk may keep longer than this
};

}  // namespace pintle::audit
