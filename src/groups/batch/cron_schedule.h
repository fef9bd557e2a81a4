// The schedule of a CronJob: five fields ("*/5 0-8 1,15 jan-mar ?"), or a word ("@hourly", "@every 1h30m").
//
//   if (std::string fault = cron_schedule_fault("60 * * * *"); !fault.empty()) ...
//       // "end of range (60) above maximum (59): 60"
//
// Thread: pure. Source: github.com/robfig/cron/v3 ParseStandard, whose messages clients see; pkg/util/parsers
// ParseCronScheduleWithPanicRecovery.
#pragma once

#include <string>
#include <string_view>

namespace pintle::batch {

// What is wrong with it, "" for nothing.
std::string cron_schedule_fault(std::string_view schedule);

}  // namespace pintle::batch
