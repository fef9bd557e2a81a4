#include "load/figures.h"

#include <algorithm>
#include <array>

namespace pintle::load {
namespace {

constexpr FigureKind kFigures[] = {
    {"ops_per_s", "ops/s", Better::kMore},
    {"p50_ms", "p50 ms", Better::kLess},
    {"p90_ms", "p90 ms", Better::kLess},
    {"p99_ms", "p99 ms", Better::kLess},
    {"max_ms", "max ms", Better::kLess},
    {"api_cpu_us_per_op", "API µs/op", Better::kLess},
    {"store_cpu_us_per_op", "store µs/op", Better::kLess},
    {"client_cpu_us_per_op", "client µs/op", Better::kLess},
    {"mb_per_cpu_s", "MB/CPU s", Better::kMore},
    {"rss_mb", "RSS MB", Better::kLess},
    {"peak_rss_mb", "peak MB", Better::kLess},
    {"server_cpu_us_per_op", "", Better::kLess, Shown::kRemark},
    {"server_cpu_s", "", Better::kLess, Shown::kRemark},
    {"readyz_s", "", Better::kLess, Shown::kRemark},
    {"first_pod_s", "", Better::kLess, Shown::kRemark},
    {"cpu_s_per_min", "", Better::kLess, Shown::kRemark},
    {"rss_bytes_per_object", "", Better::kLess, Shown::kRemark},
    {"disk_bytes_per_object", "", Better::kLess, Shown::kRemark},
    {"disk_bytes_per_stored_byte", "", Better::kLess, Shown::kRemark},
    {"total_s", "", Better::kLess, Shown::kRemark},
    {"ttfb_ms", "", Better::kLess, Shown::kRemark},
    {"rss_rise_mb", "", Better::kLess, Shown::kRemark},
    {"server_cpu_us_per_event_net", "", Better::kLess, Shown::kRemark},
    {"server_cpu_us_per_write", "", Better::kLess, Shown::kRemark},
    {"write_to_delivery_p50_ms", "", Better::kLess, Shown::kRemark},
    {"write_to_delivery_p99_ms", "", Better::kLess, Shown::kRemark},
    {"rss_kb_per_watcher", "", Better::kLess, Shown::kRemark},
    {"bookmark_s", "", Better::kLess, Shown::kRemark},
    {"etag_cpu_us_per_op", "", Better::kLess, Shown::kRemark},
};

// Already shown in another form, or without news when they are zero.
constexpr std::array<std::string_view, 4> kFileOnly = {"ops", "seconds", "server_cpu_us_per_op", "request_bytes"};
constexpr std::array<std::string_view, 4> kOnlyWhenNotZero = {"errors", "events_missing", "write_errors", "watches_ended_by_server"};

bool is_in(std::span<const std::string_view> keys, std::string_view key) { return std::ranges::find(keys, key) != keys.end(); }

}  // namespace

std::span<const FigureKind> figure_kinds() { return kFigures; }

const FigureKind* find_figure(std::string_view key) {
  const auto* found = std::ranges::find(kFigures, key, &FigureKind::key);
  return found == std::end(kFigures) ? nullptr : found;
}

bool is_kept_for_the_file(std::string_view key, double value) {
  return is_in(kFileOnly, key) || (value == 0 && is_in(kOnlyWhenNotZero, key));
}

}  // namespace pintle::load
