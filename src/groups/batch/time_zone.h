// Time zones by name: "Europe/Lisbon", "UTC".
//
//   if (std::string fault = time_zone_fault("Mars/Olympus"); !fault.empty()) ...   // "unknown time zone Mars/Olympus"
//
// The names of the IANA database are known by themselves, as machines and containers without the database are common; a name that is
// newer is looked up where the system has its own. Thread: any. Source: Go's time.LoadLocation.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "object/field_error.h"

namespace pintle::batch {

// Go's error of loading the zone, "" for none.
std::string time_zone_fault(std::string_view name);

// spec.timeZone of a CronJob. Source: pkg/apis/batch/validation validateTimeZone.
void validate_time_zone(std::string_view name, const object::FieldPath& path, object::ErrorList& errors);

// Sorted; zone_names.cc.
std::span<const std::string_view> zone_names();

}  // namespace pintle::batch
