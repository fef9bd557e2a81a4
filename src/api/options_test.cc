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
  EXPECT_EQ(read_list_options(Query::parse("limit=abc"), WatchPath::kNo).error().code(), 400);
  EXPECT_EQ(read_list_options(Query::parse("resourceVersionMatch=Exact"), WatchPath::kNo).error().code(), 422);
  EXPECT_EQ(read_list_options(Query::parse("resourceVersionMatch=Exact&resourceVersion=0"), WatchPath::kNo).error().code(), 422);
  EXPECT_EQ(read_list_options(Query::parse("sendInitialEvents=true"), WatchPath::kYes).error().code(), 422);
  EXPECT_TRUE(read_list_options(Query::parse("sendInitialEvents=true&resourceVersionMatch=NotOlderThan"), WatchPath::kYes));
  EXPECT_EQ(read_list_options(Query::parse("resourceVersionMatch=Exact&resourceVersion=5&limit=2"), WatchPath::kNo)->match,
            VersionMatch::kExact);
  EXPECT_EQ(parse_resource_version("abc").error().message(),
            "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax");
}

}  // namespace
}  // namespace pintle::api
