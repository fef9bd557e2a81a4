// The one clock of the tool: monotonic, in nanoseconds.
#pragma once

#include <chrono>

namespace pintle::load {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;
using Duration = std::chrono::nanoseconds;

inline double seconds(Duration d) { return std::chrono::duration<double>(d).count(); }
inline double milliseconds(Duration d) { return seconds(d) * 1e3; }
inline Duration from_seconds(double s) { return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s)); }

}  // namespace pintle::load
