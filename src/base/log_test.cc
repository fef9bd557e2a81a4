// Proves that a log line has klog's form, and that values cannot break out of it.
#include "base/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <regex>

namespace pintle {
namespace {

std::string logged(const std::function<void()>& log) {
  testing::internal::CaptureStderr();
  log();
  return testing::internal::GetCapturedStderr();
}

TEST(Log, Lines) {
  using namespace std::chrono_literals;
  std::string line = logged([] {
    log_info("Serving",
             {{"address", "127.0.0.1:1"}, {"threads", 2}, {"ok", true}, {"after", 1500ms}, {"err", Status::bad_request("no \"x\"")}});
  });
  EXPECT_TRUE(
      std::regex_match(line, std::regex(R"(I\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ log_test\.cc:\d+\] "Serving" address="127\.0\.0\.1:1" )"
                                        R"(threads=2 ok=true after="1\.5s" err="no \\"x\\""\n)")))
      << line;
  EXPECT_EQ(logged([] { log_warning("w"); })[0], 'W');
  EXPECT_EQ(logged([] { log_error("e"); })[0], 'E');
}

TEST(Log, AValueStaysOnItsLine) {
  std::string line = logged([] { log_info("a\nb", {{"key", "x\"\nI0101 forged"}}); });
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
  EXPECT_TRUE(line.contains("\"a\\nb\" key=\"x\\\"\\nI0101 forged\"\n")) << line;
}

TEST(Log, Verbosity) {
  EXPECT_TRUE(log_verbose(0));
  EXPECT_FALSE(log_verbose(1));
  set_log_verbosity(4);
  EXPECT_TRUE(log_verbose(4));
  EXPECT_FALSE(log_verbose(5));
  set_log_verbosity(0);
}

}  // namespace
}  // namespace pintle
