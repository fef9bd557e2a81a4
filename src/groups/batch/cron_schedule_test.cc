// Proves which schedules and time zones a CronJob takes, and what is said of the others: the words of robfig/cron and of Go.
#include "groups/batch/cron_schedule.h"

#include <gtest/gtest.h>

#include "groups/batch/time_zone.h"

namespace pintle::batch {
namespace {

struct Case {
  std::string_view schedule;
  std::string_view fault;  // "" for none
};

TEST(CronScheduleTest, Faults) {
  const Case cases[] = {
      {"*/5 0-8 1,15 jan-MAR ?", ""},
      {"0 0 1 1 sun-6", ""},
      {"5/10 * * * *", ""},
      {", * * * *", ""},
      {"  1\t2 3 4 5\u00a0", ""},
      {"@hourly", ""},
      {"@every 1h30m", ""},
      {"TZ=Europe/Lisbon 0 0 * * *", ""},
      {"CRON_TZ= 0 0 * * *", ""},
      {"", "empty spec string"},
      {"* * * *", "expected exactly 5 fields, found 4: [* * * *]"},
      {"60 * * * *", "end of range (60) above maximum (59): 60"},
      {"* * 0 * *", "beginning of range (0) below minimum (1): 0"},
      {"* 8-5 * * *", "beginning of range (8) beyond end of range (5): 8-5"},
      {"*/0 * * * *", "step of range should be a positive number: */0"},
      {"1-2-3 * * * *", "too many hyphens: 1-2-3"},
      {"1/2/3 * * * *", "too many slashes: 1/2/3"},
      {"x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"},
      {"* * * * -1", "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax"},
      {"*/-2 * * * *", "negative number (-2) not allowed: -2"},
      {"99999999999999999999 * * * *",
       "failed to parse int from 99999999999999999999: strconv.Atoi: parsing \"99999999999999999999\": value out of range"},
      {"@often", "unrecognized descriptor: @often"},
      {"@every x", "failed to parse duration @every x: time: invalid duration \"x\""},
      {"TZ=0", "invalid schedule format: runtime error: slice bounds out of range [:-1]"},
      {"TZ=Mars/Olympus 0 0 * * *", "provided bad location Mars/Olympus: unknown time zone Mars/Olympus"},
  };
  for (const Case& c : cases) EXPECT_EQ(cron_schedule_fault(c.schedule), c.fault) << c.schedule;
}

TEST(TimeZoneTest, Faults) {
  const Case cases[] = {
      {"UTC", ""},
      {"America/Argentina/Ushuaia", ""},
      {"Etc/GMT+9", ""},
      {"", "tz: Invalid value: \"\": timeZone must be nil or non-empty string"},
      {"Mars/Olympus", "tz: Invalid value: \"Mars/Olympus\": unknown time zone Mars/Olympus"},
      {"Europe//Lisbon", "tz: Invalid value: \"Europe//Lisbon\": unknown time zone Europe//Lisbon"},
      {"-x", "tz: Invalid value: \"-x\": unknown time zone -x"},
      {"a..b", "tz: Invalid value: \"a..b\": time: invalid location name"},
      {"Local", "tz: Invalid value: \"Local\": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"},
  };
  for (const Case& c : cases) {
    object::ErrorList errors;
    validate_time_zone(c.schedule, object::FieldPath("tz"), errors);
    EXPECT_EQ(errors.joined(), c.fault) << c.schedule;
  }
}

}  // namespace
}  // namespace pintle::batch
