// Proves that events are counted and gathered in both framings, wherever the bytes are cut.
#include "load/event_counter.h"

#include <gtest/gtest.h>

#include <vector>

namespace pintle::load {
namespace {

TEST(EventCounterTest, EventsInPiecesOfAnySize) {
  const std::vector<std::string> wanted = {"{\"a\":1}", "", "{\"bb\":22}"};
  const std::pair<Framing, std::string> cases[] = {
      {Framing::kNewline, "{\"a\":1}\n\n{\"bb\":22}\n{\"half"},
      {Framing::kLength, std::string("\0\0\0\x07{\"a\":1}\0\0\0\0\0\0\0\x09{\"bb\":22}\0\0\1\0{\"half", 34)},
  };
  for (const auto& [framing, bytes] : cases) {
    for (size_t piece = 1; piece <= bytes.size(); ++piece) {
      std::vector<std::string> events;
      EventCounter gathering(framing, [&](std::string_view event) { events.emplace_back(event); });
      EventCounter counting(framing);
      for (size_t at = 0; at < bytes.size(); at += piece) {
        gathering.take(std::string_view(bytes).substr(at, piece));
        counting.take(std::string_view(bytes).substr(at, piece));
      }
      EXPECT_EQ(events, wanted) << "pieces of " << piece;
      EXPECT_EQ(counting.count(), wanted.size()) << "pieces of " << piece;
    }
  }
}

}  // namespace
}  // namespace pintle::load
