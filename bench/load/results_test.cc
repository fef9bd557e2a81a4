// Proves that results survive their file, that files of the outside client are read, and that two runs are compared figure by figure.
#include "load/results.h"

#include <gtest/gtest.h>

#include "load/comparison.h"
#include "load/statistics.h"
#include "load/table.h"

namespace pintle::load {
namespace {

Results two_rounds(double first_us, double second_us) {
  Results results{.meta = {{"label", "with \"quotes\" and \\"}}, .rows = {}};
  for (double us : {first_us, second_us}) {
    Row row{.name = "get.h2.json.c1"};
    row.set("server_cpu_us_per_op", us);
    results.add(row);
  }
  return results;
}

TEST(ResultsTest, TheFileHoldsEveryRound) {
  const auto read = parse_results(to_json(two_rounds(10, 30)));
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->label(), "with \"quotes\" and \\");
  const MeasuredRow* row = read->find("get.h2.json.c1");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(*row->rounds("server_cpu_us_per_op"), (std::vector<double>{10, 30}));
  EXPECT_EQ(row->median_of("server_cpu_us_per_op"), 20);
  EXPECT_EQ(row->median_of("nothing"), std::nullopt);
}

TEST(ResultsTest, FilesOfTheOutsideClient) {
  const auto read = parse_results(
      R"({"meta": {"label": "kube-apiserver", "n": 10000}, "results": [
          {"name": "idle", "figures": {"rss_mb": 313.8, "loadavg": "0.52 2.77 3.80", "etag": true}}]})");
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->label(), "kube-apiserver");
  EXPECT_EQ(read->find("idle")->median_of("rss_mb"), 313.8);
  EXPECT_EQ(read->find("idle")->median_of("loadavg"), std::nullopt);
}

TEST(ResultsTest, WhatIsNoFileOfResults) {
  for (const char* text : {"", "[]", "{\"results\": []}", "{\"results\": [", "results"}) EXPECT_FALSE(parse_results(text)) << text;
}

TEST(ComparisonTest, RatiosRoundByRound) {
  struct Case {
    const char* key;
    std::vector<double> first, second;
    std::optional<Spread> wanted;
  };
  const Case cases[] = {
      {"server_cpu_us_per_op", {10, 30}, {5, 10}, Spread{.median = 2.5, .least = 2, .most = 3}},
      {"ops_per_s", {10, 30}, {20, 90}, Spread{.median = 2.5, .least = 2, .most = 3}},  // more is better
      {"ops_per_s", {10, 20, 30}, {40}, Spread{.median = 2, .least = 2, .most = 2}},    // unequal rounds: the medians
      {"ops_per_s", {0, 1}, {1, 1}, std::nullopt},
      {"ops_per_s", {}, {1}, std::nullopt},
      {"of_no_kind", {1}, {1}, std::nullopt},
  };
  for (const Case& c : cases) {
    const auto ratio = times_better(c.key, c.first, c.second);
    ASSERT_EQ(ratio.has_value(), c.wanted.has_value()) << c.key;
    if (!ratio) continue;
    EXPECT_DOUBLE_EQ(ratio->median, c.wanted->median) << c.key;
    EXPECT_DOUBLE_EQ(ratio->least, c.wanted->least) << c.key;
    EXPECT_DOUBLE_EQ(ratio->most, c.wanted->most) << c.key;
  }
}

TEST(ComparisonTest, WhatHasNoCounterpartIsNamed) {
  Results first = two_rounds(10, 30);
  Row only{.name = "idle"};
  only.set("rss_mb", 3);
  first.add(only);
  const std::string text = comparison_of(first, two_rounds(5, 10), Compare::kMainFigures);
  EXPECT_NE(text.find("| get.h2.json.c1 | server_cpu_us_per_op |"), std::string::npos) << text;
  EXPECT_NE(text.find("\nOnly in with \"quotes\" and \\: idle.\n"), std::string::npos) << text;
}

TEST(StatisticsTest, QuantilesAreMeasuredValues) {
  Latencies latencies;
  EXPECT_EQ(latencies.quantile(0.5), Duration());
  for (int i = 10; i > 0; --i) latencies.add(Duration(i));
  const std::pair<double, int> cases[] = {{0, 1}, {0.1, 1}, {0.5, 5}, {0.51, 6}, {0.99, 10}, {1, 10}};
  for (const auto& [share, wanted] : cases) EXPECT_EQ(latencies.quantile(share), Duration(wanted)) << share;
  latencies.add(Duration(0));
  EXPECT_EQ(latencies.quantile(0), Duration(0));
  EXPECT_EQ(median({}), 0);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
}

TEST(TableTest, NumbersOfThreeDigits) {
  const std::pair<double, const char*> cases[] = {{0, "0"}, {0.012345, "0.0123"}, {1.5, "1.50"}, {123.456, "123"}, {12345.6, "12346"}};
  for (const auto& [value, wanted] : cases) EXPECT_EQ(three_digits(value), wanted);
}

}  // namespace
}  // namespace pintle::load
