// The names of log files that were put aside: <name>-<when><extension>, and with ".gz" once compressed.
//
//   backup_path("/log/audit.log", now)              ->  /log/audit-2026-01-31T12-00-00.000.log
//   backup_time("audit.log", "audit-2026-01-31T12-00-00.000.log.gz")   ->  that time; nullopt for any other file
//
// Pure; any thread. Source: gopkg.in/natefinch/lumberjack.v2 (backupName, timeFromName).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pintle::audit {

inline constexpr std::string_view kCompressedSuffix = ".gz";

std::string backup_path(const std::string& path, std::chrono::system_clock::time_point when);
std::optional<std::chrono::system_clock::time_point> backup_time(std::string_view log_name, std::string_view name);

}  // namespace pintle::audit
