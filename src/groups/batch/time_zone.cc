#include "groups/batch/time_zone.h"

#include <algorithm>
#include <filesystem>

namespace pintle::batch {
namespace {

using object::ErrorList;
using object::FieldPath;

constexpr std::string_view kSystemZones = "/usr/share/zoneinfo/";
constexpr size_t kPartBytesMax = 14;

bool has_dot_dot(std::string_view name) { return name.find("..") != std::string_view::npos; }

bool is_system_zone(std::string_view name) {
  std::error_code error;
  return std::filesystem::is_regular_file(std::string(kSystemZones) + std::string(name), error);
}

bool is_zone_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '+';
}

// One part between the slashes of a name.
bool is_zone_part(std::string_view part) {
  if (part.empty() || part.size() > kPartBytesMax || part == "." || part == ".." || part.starts_with('-')) return false;
  return std::ranges::all_of(part, is_zone_character);
}

bool is_zone_name(std::string_view name) {
  for (size_t slash = 0; slash != std::string_view::npos;) {
    slash = name.find('/');
    if (!is_zone_part(name.substr(0, slash))) return false;
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  }
  return true;
}

bool is_local(std::string_view name) {
  return std::ranges::equal(name, std::string_view("local"), {}, [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
}

}  // namespace

std::string time_zone_fault(std::string_view name) {
  if (name.empty() || name == "UTC" || name == "Local") return "";
  if (has_dot_dot(name) || name.starts_with('/') || name.starts_with('\\')) return "time: invalid location name";
  if (std::ranges::binary_search(zone_names(), name) || (is_zone_name(name) && is_system_zone(name))) return "";
  return "unknown time zone " + std::string(name);
}

void validate_time_zone(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty()) {
    errors.invalid(path, object::json_quoted(name), "timeZone must be nil or non-empty string");
    return;
  }
  if (!is_zone_name(name)) {
    errors.invalid(path, object::json_quoted(name), "unknown time zone " + std::string(name));
    return;
  }
  if (is_local(name))
    errors.invalid(path, object::json_quoted(name), "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
  const std::string fault = time_zone_fault(name);
  if (!fault.empty()) errors.invalid(path, object::json_quoted(name), fault);
}

}  // namespace pintle::batch
