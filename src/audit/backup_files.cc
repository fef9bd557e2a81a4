#include "audit/backup_files.h"

#include <filesystem>

#include "object/time.h"

namespace pintle::audit {
namespace {

constexpr size_t kStampBytes = std::string_view("2026-01-31T12-00-00.000").size();
constexpr size_t kFirstClockDash = 13;
constexpr size_t kSecondClockDash = 16;

std::string stamp(std::chrono::system_clock::time_point when) {
  std::string text = object::format_micro_time(object::Timestamp::from(when));  // 2026-01-31T12:00:00.000000Z
  text.resize(kStampBytes);
  text[kFirstClockDash] = text[kSecondClockDash] = '-';
  return text;
}

std::optional<std::chrono::system_clock::time_point> parse_stamp(std::string_view text) {
  if (text.size() != kStampBytes || text[kFirstClockDash] != '-' || text[kSecondClockDash] != '-') return std::nullopt;
  std::string time(text);
  time[kFirstClockDash] = time[kSecondClockDash] = ':';
  const auto parsed = object::parse_time(time + "Z");
  if (!parsed) return std::nullopt;
  return parsed->to_time_point();
}

// "audit.log" is "audit" and ".log", as Go's filepath.Ext has it.
struct NameParts {
  std::string_view stem;
  std::string_view extension;
};
NameParts split(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {name, ""};
  return {name.substr(0, dot), name.substr(dot)};
}

}  // namespace

std::string backup_path(const std::string& path, std::chrono::system_clock::time_point when) {
  const std::filesystem::path whole(path);
  const std::string name = whole.filename().string();
  const NameParts parts = split(name);
  return (whole.parent_path() / (std::string(parts.stem) + "-" + stamp(when) + std::string(parts.extension))).string();
}

std::optional<std::chrono::system_clock::time_point> backup_time(std::string_view log_name, std::string_view name) {
  const NameParts parts = split(log_name);
  if (name.ends_with(kCompressedSuffix)) name.remove_suffix(kCompressedSuffix.size());
  if (name.size() != parts.stem.size() + 1 + kStampBytes + parts.extension.size()) return std::nullopt;
  if (!name.starts_with(parts.stem) || name[parts.stem.size()] != '-' || !name.ends_with(parts.extension)) return std::nullopt;
  return parse_stamp(name.substr(parts.stem.size() + 1, kStampBytes));
}

}  // namespace pintle::audit
