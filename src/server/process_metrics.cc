#include "server/process_metrics.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <sstream>

#include "api/version.h"

namespace pintle::server {
namespace {

// The fields of /proc/self/stat behind the command's name, from the third on ("state" is the first here); see proc(5).
struct ProcessState {
  double cpu_seconds = 0, threads = 0, started_after_boot_seconds = 0, virtual_bytes = 0, resident_bytes = 0;
};

ProcessState read_state() {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string state;
  fields >> state;
  double values[22] = {};  // fields 4 to 25
  for (double& value : values) fields >> value;
  auto ticks_per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  return {.cpu_seconds = (values[10] + values[11]) / ticks_per_second,
          .threads = values[16],
          .started_after_boot_seconds = values[18] / ticks_per_second,
          .virtual_bytes = values[19],
          .resident_bytes = values[20] * static_cast<double>(sysconf(_SC_PAGESIZE))};
}

double boot_time_seconds() {
  std::ifstream file("/proc/stat");
  for (std::string key; file >> key;) {
    double value = 0;
    if (key == "btime" && file >> value) return value;
  }
  return 0;
}

double open_descriptors() {
  DIR* folder = opendir("/proc/self/fd");
  if (folder == nullptr) return 0;
  double count = -3;  // ".", ".." and the folder itself
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

double limit_of(__rlimit_resource resource) {
  rlimit limit = {};
  bool unlimited = getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY;
  return unlimited ? static_cast<double>(std::numeric_limits<uint64_t>::max()) : static_cast<double>(limit.rlim_cur);
}

void add(MetricsRegistry& registry, std::string name, std::string help, MetricType type, double (*measure)()) {
  registry.collected({.name = std::move(name), .help = std::move(help), .stability = ""}, type,
                     [measure] { return std::vector<MetricSample>{{{}, measure()}}; });
}

}  // namespace

void register_process_metrics(MetricsRegistry& registry) {
  using enum MetricType;
  add(registry, "process_cpu_seconds_total", "User and system CPU time spent, in seconds.", kCounter,
      [] { return read_state().cpu_seconds; });
  add(registry, "process_resident_memory_bytes", "Resident memory in bytes.", kGauge, [] { return read_state().resident_bytes; });
  add(registry, "process_virtual_memory_bytes", "Virtual memory in bytes.", kGauge, [] { return read_state().virtual_bytes; });
  add(registry, "process_virtual_memory_max_bytes", "Virtual memory that may be used, in bytes.", kGauge,
      [] { return limit_of(RLIMIT_AS); });
  add(registry, "process_threads", "Threads of the process.", kGauge, [] { return read_state().threads; });
  add(registry, "process_open_fds", "Open file descriptors.", kGauge, [] { return open_descriptors(); });
  add(registry, "process_max_fds", "File descriptors that may be open.", kGauge, [] { return limit_of(RLIMIT_NOFILE); });
  add(registry, "process_start_time_seconds", "Start of the process in seconds since 1970.", kGauge,
      [] { return boot_time_seconds() + read_state().started_after_boot_seconds; });
}

void register_build_info(MetricsRegistry& registry) {
  api::BuildInfo build;
  MetricFamily& info = registry.gauge(
      {.name = "kubernetes_build_info",
       .help = "Always 1, with what the server was built from.",
       .labels = {"build_date", "compiler", "git_commit", "git_tree_state", "git_version", "go_version", "major", "minor", "platform"}});
  info.add({build.build_date, build.compiler, build.git_commit, build.git_tree_state, build.git_version, build.go_version, api::kMajor,
            api::kMinor, build.platform});
}

}  // namespace pintle::server
