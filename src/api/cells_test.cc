// Proves that ages are told as kubectl users know them, and that cells are JSON values in the order added.
#include "api/cells.h"

#include <gmock/gmock.h>

namespace pintle::api {
namespace {

constexpr int64_t kMinute = 60;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;
constexpr int64_t kYear = 365 * kDay;

struct DurationCase {
  int64_t seconds;
  std::string_view text;
};

TEST(HumanDurationTest, TellsTwoOrThreeFigures) {
  const DurationCase cases[] = {
      {-2, "<invalid>"},
      {-1, "0s"},
      {0, "0s"},
      {119, "119s"},
      {120, "2m"},
      {185, "3m5s"},
      {10 * kMinute - 1, "9m59s"},
      {10 * kMinute, "10m"},
      {10 * kMinute + 59, "10m"},
      {3 * kHour - 1, "179m"},
      {3 * kHour, "3h"},
      {3 * kHour + 20 * kMinute, "3h20m"},
      {8 * kHour - 1, "7h59m"},
      {8 * kHour, "8h"},
      {48 * kHour - 1, "47h"},
      {48 * kHour, "2d"},
      {5 * kDay + 3 * kHour, "5d3h"},
      {8 * kDay - 1, "7d23h"},
      {8 * kDay, "8d"},
      {2 * kYear - 1, "729d"},
      {2 * kYear, "2y"},
      {2 * kYear + 7 * kDay, "2y7d"},
      {8 * kYear - 1, "7y364d"},
      {8 * kYear, "8y"},
      {100 * kYear, "100y"},
  };
  for (const DurationCase& c : cases) EXPECT_EQ(human_duration(c.seconds), c.text) << c.seconds;
}

TEST(AgeTextTest, CountsFromTheTimeToNow) {
  EXPECT_EQ(age_text("1970-01-01T00:00:00Z", 185), "3m5s");
  EXPECT_EQ(age_text("1970-01-01T01:00:00+01:00", 185), "3m5s");
  EXPECT_EQ(age_text("", 185), "<unknown>");
  EXPECT_EQ(age_text("1970-01-01T00:00:10Z", 0), "<invalid>");
}

TEST(CellsTest, AreJsonValuesInOrder) {
  Cells cells;
  cells.text("a \"b\"");
  cells.number(-3);
  cells.boolean(true);
  cells.age("1970-01-01T00:00:00Z", 120);
  cells.null();
  EXPECT_EQ(cells.json(), R"("a \"b\"",-3,true,"2m",null)");
  EXPECT_EQ(cells.count(), 5);
  EXPECT_EQ(cells.conditions_json(), "");
}

TEST(CellsTest, AreEmptyAfterClear) {
  Cells cells;
  cells.text("web");
  cells.completed("Succeeded", "The pod has completed successfully.");
  EXPECT_EQ(cells.conditions_json(),
            R"([{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}])");
  cells.clear();
  EXPECT_EQ(cells.json(), "");
  EXPECT_EQ(cells.conditions_json(), "");
  cells.text("db");
  EXPECT_EQ(cells.json(), R"("db")");
}

}  // namespace
}  // namespace pintle::api
