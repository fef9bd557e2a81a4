// EventSink: what takes the lines of the log: a file that is rotated (rotating_file.h), a plain file or standard output.
//
// Called by one thread at a time; may block on the disk.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace pintle::audit {

struct EventText {
  std::string text;                             // with its line end
  bool written = false;                         // told by the sink
  std::move_only_function<void(bool)> on_done;  // null: nobody waits
};

class EventSink {
 public:
  virtual ~EventSink() = default;
  // Writes the lines in their order and tells each whether it is there whole. Gives the last error.
  virtual std::optional<Status> write(std::span<EventText> lines) = 0;
  // Whether so many bytes are only copied into the kernel's memory: into a regular file that has room for them.
  virtual bool is_quick(size_t bytes) const = 0;
};

// An open descriptor: standard output. Not closed.
std::unique_ptr<EventSink> descriptor_sink(int descriptor);
// A file that only grows. It must exist.
Result<std::unique_ptr<EventSink>> plain_file_sink(const std::string& path);

// Writes all bytes; false with errno set when it cannot.
bool write_whole(int descriptor, std::string_view bytes);
// Makes the file and its folder when they are missing, for the owner alone.
Result<void> ensure_log_file(const std::string& path);

}  // namespace pintle::audit
