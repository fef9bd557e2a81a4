// RotatingFile: a log file that is put aside when it is full. /log/audit.log becomes /log/audit-2026-01-31T12-00-00.000.log (UTC, when it
// was put aside), and with compression that plus ".gz". Files put aside are removed by their age and number.
//
// A line is never split over two files. When the disk is full, what was written of a line is taken back, so that the file stays whole
// lines. Housekeeping (compression, removal) runs on a thread of its own; its faults are told in the log and it is tried again at the next
// turn. Errors: a line longer than the limit is not written. Thread: the writer's. Source: gopkg.in/natefinch/lumberjack.v2, which names
// and keeps files so.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "audit/event_sink.h"
#include "base/clock.h"

namespace pintle::audit {

struct RotationOptions {
  std::string path;
  size_t file_bytes_max = 0;     // > 0
  std::chrono::days age_max{0};  // 0: kept for ever
  size_t files_max = 0;          // put aside; 0: all are kept
  bool compress = false;
};

std::unique_ptr<EventSink> rotating_file(RotationOptions options, const Clock& clock);

// What housekeeping does with the files that were put aside.
struct Housekeeping {
  std::vector<std::string> remove;    // names in the folder
  std::vector<std::string> compress;  // those of the rest that are not yet
};
// `names`: all files of the log's folder.
Housekeeping plan_housekeeping(const RotationOptions& options, std::vector<std::string> names, std::chrono::system_clock::time_point now);

}  // namespace pintle::audit
