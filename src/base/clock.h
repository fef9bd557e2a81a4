// Clock: the time as an interface, so that tests set it. Wall time for timestamps; steady time for deadlines.
#pragma once

#include <chrono>

namespace pintle {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point now() const = 0;
  virtual std::chrono::steady_clock::time_point steady() const = 0;
  // The machine's clock; lives as long as the process.
  static const Clock& system();
};

}  // namespace pintle
