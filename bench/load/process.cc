#include "load/process.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace pintle::load {
namespace {

std::string proc_path(pid_t pid, std::string_view file) { return "/proc/" + std::to_string(pid) + "/" + std::string(file); }

std::string contents(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A field of /proc/PID/status: a number, of kB where there is a unit.
double status_field(pid_t pid, std::string_view name) {
  std::istringstream lines(contents(proc_path(pid, "status")));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name) && line[name.size()] == ':') return std::atof(line.c_str() + name.size() + 1);
  }
  return 0;
}

Duration of(const timespec& t) { return std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec); }

// The fields of /proc/PID/stat from the third on (the second, the name, may hold anything).
std::istringstream stat_fields(pid_t pid) {
  const std::string text = contents(proc_path(pid, "stat"));
  const size_t name_end = text.rfind(')');
  return std::istringstream(name_end == std::string::npos ? "" : text.substr(name_end + 1));
}

Duration ticks(double count) { return from_seconds(count / static_cast<double>(sysconf(_SC_CLK_TCK))); }

size_t entries(const std::string& folder) {
  std::error_code ignored;
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder, ignored), std::filesystem::directory_iterator()));
}

}  // namespace

Duration cpu_time(pid_t pid) {
  clockid_t clock;
  timespec time;
  if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &time) == 0) return of(time);
  std::istringstream fields = stat_fields(pid);
  std::vector<std::string> words{std::istream_iterator<std::string>(fields), {}};
  return words.size() > 12 ? ticks(std::atof(words[11].c_str()) + std::atof(words[12].c_str())) : Duration{};
}

Duration own_cpu_time() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return of(time);
}

Duration machine_cpu_time() {
  std::ifstream file("/proc/stat");
  std::string name;
  double user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupts = 0, soft_interrupts = 0;
  file >> name >> user >> nice >> system >> idle >> wait >> interrupts >> soft_interrupts;
  return ticks(user + nice + system + interrupts + soft_interrupts);
}

double rss_bytes(pid_t pid) { return status_field(pid, "VmRSS") * 1024; }
double peak_rss_bytes(pid_t pid) { return status_field(pid, "VmHWM") * 1024; }
int thread_count(pid_t pid) { return static_cast<int>(status_field(pid, "Threads")); }

void reset_peak_rss(pid_t pid) { std::ofstream(proc_path(pid, "clear_refs")) << "5"; }

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> children;
  std::error_code ignored;
  for (const auto& task : std::filesystem::directory_iterator(proc_path(pid, "task"), ignored)) {
    std::istringstream words(contents(task.path().string() + "/children"));
    for (pid_t child = 0; words >> child;) children.push_back(child);
  }
  return children;
}

bool is_alive(pid_t pid) {
  std::string state;
  stat_fields(pid) >> state;
  if (state.empty()) return false;
  return state != "Z" || entries(proc_path(pid, "task")) > 1;
}

double disk_bytes(const std::string& folder) {
  constexpr double kBlockBytes = 512;
  double sum = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, ignored)) {
    struct stat status;
    if (lstat(entry.path().c_str(), &status) == 0) sum += static_cast<double>(status.st_blocks) * kBlockBytes;
  }
  return sum;
}

}  // namespace pintle::load
