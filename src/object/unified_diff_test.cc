// Proves that two texts are compared as upstream's library compares them: hunks, ranges, context, which lines are matched.
#include "object/unified_diff.h"

#include <gtest/gtest.h>

namespace pintle::object {
namespace {

struct Case {
  std::string_view name;
  std::string_view before;
  std::string_view after;
  std::string_view diff;
};

TEST(UnifiedDiffTest, ShowsHunksWithThreeLinesOfContext) {
  const Case cases[] = {
      {"equal", "a\nb", "a\nb", ""},
      {"one line", "a\nb\nc", "a\nx\nc", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"},
      {"inserted", "a\nb", "a\nx\nb", "@@ -1,2 +1,3 @@\n a\n+x\n b\n"},
      {"removed", "a\nx\nb", "a\nb", "@@ -1,3 +1,2 @@\n a\n-x\n b\n"},
      {"only line", "a", "b", "@@ -1 +1 @@\n-a\n+b\n"},
      {"far apart", "x\n1\n2\n3\n4\n5\n6\n7\ny", "X\n1\n2\n3\n4\n5\n6\n7\nY",
       "@@ -1,4 +1,4 @@\n-x\n+X\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-y\n+Y\n"},
      {"near", "x\n1\n2\n3\n4\n5\n6\ny", "X\n1\n2\n3\n4\n5\n6\nY", "@@ -1,8 +1,8 @@\n-x\n+X\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n+Y\n"},
      {"longest block first", "a\nb\nc\na", "a\na\nb\nc", "@@ -1,4 +1,4 @@\n+a\n a\n b\n c\n-a\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(unified_diff(c.before, c.after), c.diff) << c.name;
}

}  // namespace
}  // namespace pintle::object
