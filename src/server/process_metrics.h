// What the operating system says of this process, under the names that every Prometheus dashboard knows: process_cpu_seconds_total,
// process_resident_memory_bytes, process_open_fds, ..., and the build.
//
// Read from /proc when the metrics are read; nothing is measured in between.
// Source: github.com/prometheus/client_golang process collector.
#pragma once

#include <string>

#include "base/metrics.h"

namespace pintle::server {

void register_process_metrics(MetricsRegistry& registry);
// kubernetes_build_info, as clients and dashboards tell servers apart.
void register_build_info(MetricsRegistry& registry);

}  // namespace pintle::server
