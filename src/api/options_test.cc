// Proves that options are read and refused as upstream does, with its words.
#include "api/options.h"

#include <gtest/gtest.h>

namespace pintle::api {
namespace {

std::string write_error(std::string_view query, WriteKind kind) {
  const auto options = read_write_options(Query::parse(query), kind);
  return options ? "" : options.error().message();
}

TEST(Options, Writes) {
  EXPECT_EQ(write_error("dryRun=All&dryRun=All&fieldManager=m&fieldValidation=Strict", WriteKind::kCreate), "");
  EXPECT_EQ(write_error("dryRun=all", WriteKind::kCreate),
            "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"all\"]: supported values: \"All\"");
  EXPECT_EQ(write_error("fieldValidation=x", WriteKind::kUpdate),
            "UpdateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"x\": supported values: \"\", \"Ignore\", "
            "\"Strict\", "
            "\"Warn\"");
  EXPECT_EQ(write_error("", WriteKind::kApply),
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
  EXPECT_EQ(write_error("force=true", WriteKind::kPatch),
            "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch");
  EXPECT_NE(write_error("fieldManager=" + std::string(129, 'x'), WriteKind::kCreate), "");
  EXPECT_TRUE(read_write_options(Query::parse("dryRun=All"), WriteKind::kCreate)->dry_run);
}

TEST(Options, Deletes) {
  const auto options = read_delete_options(Query::parse("gracePeriodSeconds=5&propagationPolicy=Orphan&dryRun=All"));
  ASSERT_TRUE(options);
  EXPECT_EQ(options->grace_period_seconds, 5);
  EXPECT_EQ(options->propagation, Propagation::kOrphan);
  EXPECT_TRUE(options->dry_run);
  EXPECT_EQ(read_delete_options(Query::parse("gracePeriodSeconds=abc")).error().message(),
            "strconv.ParseInt: parsing \"abc\": invalid syntax");
  EXPECT_EQ(read_delete_options(Query::parse("propagationPolicy=Orphan&orphanDependents=true")).error().code(), 422);
  EXPECT_EQ(read_delete_options(Query::parse("propagationPolicy=Bogus")).error().code(), 422);
  EXPECT_EQ(read_delete_options(Query::parse("orphanDependents=maybe"))->orphan_dependents, true);
}

TEST(Options, Lists) {
  EXPECT_EQ(read_list_options(Query::parse("limit=abc")).error().code(), 400);
  EXPECT_EQ(read_list_options(Query::parse("resourceVersionMatch=Exact&resourceVersion=5"))->resource_version_match, kExact);
  EXPECT_EQ(parse_resource_version("abc").error().message(),
            "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax");
}

TEST(Options, ListParametersThatGoTogether) {
  struct Case {
    std::string_view query;
    bool valid;
  };
  constexpr Case kCases[] = {
      {"resourceVersionMatch=Exact", false},
      {"resourceVersionMatch=Exact&resourceVersion=0", false},
      {"resourceVersionMatch=Exact&resourceVersion=5&limit=2", true},
      {"resourceVersionMatch=NotOlderThan&resourceVersion=0", true},
      {"resourceVersionMatch=NotOlderThan&resourceVersion=5&continue=x", false},
      {"resourceVersionMatch=Bogus&resourceVersion=5", false},
      {"sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=5", false},
      {"watch=1", true},
      {"watch=1&sendInitialEvents=true", false},
      {"watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", true},
      {"watch=1&resourceVersionMatch=NotOlderThan", false},
  };
  for (const Case& c : kCases) EXPECT_EQ(validate_list_options(*read_list_options(Query::parse(c.query))).has_value(), c.valid) << c.query;
}

TEST(Options, AWatchFromAnyVersionAsksForTheInitialEvents) {
  EXPECT_EQ(read_list_options(Query::parse("watch=1"))->send_initial_events, true);
  EXPECT_EQ(read_list_options(Query::parse("watch=1&resourceVersion=0"))->send_initial_events, true);
  EXPECT_EQ(read_list_options(Query::parse("watch=1&sendInitialEvents=false"))->send_initial_events, false);
  EXPECT_EQ(read_list_options(Query::parse("watch=1&resourceVersion=5"))->send_initial_events, std::nullopt);
  EXPECT_EQ(read_list_options(Query::parse("resourceVersion=0"))->send_initial_events, std::nullopt);
}

}  // namespace
}  // namespace pintle::api
