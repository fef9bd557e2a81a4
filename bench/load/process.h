// What the kernel says of a process: CPU time, memory, children; and how much disk a folder takes.
//
// A process that is gone has zeros. Source: proc(5), clock_getcpuclockid(3).
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "load/clock.h"

namespace pintle::load {

// User and system time of all its threads, those that ended too. Finer than the ticks of /proc/PID/stat.
Duration cpu_time(pid_t pid);
Duration own_cpu_time();
// Of all processes and cores together, without idling and waiting for the disk.
Duration machine_cpu_time();

double rss_bytes(pid_t pid);
double peak_rss_bytes(pid_t pid);
void reset_peak_rss(pid_t pid);  // needs root, or a process of one's own
int thread_count(pid_t pid);
std::vector<pid_t> children_of(pid_t pid);
// Neither gone nor a zombie whose threads have all ended.
bool is_alive(pid_t pid);

double disk_bytes(const std::string& folder);  // blocks taken, as du counts them

}  // namespace pintle::load
