// Proves that decimal numbers are read as Go reads them, with its words for what is none.
#include "base/go_atoi.h"

#include <gtest/gtest.h>

#include <limits>

namespace pintle {
namespace {

TEST(GoAtoiTest, Numbers) {
  EXPECT_EQ(*parse_go_atoi("007"), 7);
  EXPECT_EQ(*parse_go_atoi("+5"), 5);
  EXPECT_EQ(*parse_go_atoi("-9223372036854775808"), std::numeric_limits<int64_t>::min());
}

TEST(GoAtoiTest, Faults) {
  struct Case {
    std::string_view text;
    std::string_view fault;
  };
  const Case cases[] = {
      {"", "strconv.Atoi: parsing \"\": invalid syntax"},
      {"-", "strconv.Atoi: parsing \"-\": invalid syntax"},
      {"0x1", "strconv.Atoi: parsing \"0x1\": invalid syntax"},
      {"1 ", "strconv.Atoi: parsing \"1 \": invalid syntax"},
      {"--1", "strconv.Atoi: parsing \"--1\": invalid syntax"},
      {"9223372036854775808", "strconv.Atoi: parsing \"9223372036854775808\": value out of range"},
  };
  for (const Case& c : cases) EXPECT_EQ(parse_go_atoi(c.text).error().message(), c.fault);
}

}  // namespace
}  // namespace pintle
