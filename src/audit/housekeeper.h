// Housekeeper: compresses and removes log files that were put aside, on a thread of its own.
//
// Owner: the rotating file. Thread: wake() on any. Faults are told in the log; what was left is done at the next turn.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "audit/rotating_file.h"

namespace pintle::audit {

class Housekeeper {
 public:
  Housekeeper(const RotationOptions& options, const Clock& clock);
  // Waits for the file that it is at; that one is then left uncompressed.
  ~Housekeeper();
  void wake();

 private:
  void run(const std::stop_token& stop);
  void tidy(const std::stop_token& stop) const;

  const RotationOptions& options_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool work_ = false;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace pintle::audit
