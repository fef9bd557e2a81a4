// Proves that the keys of the database sort as they must, that what is encoded is decoded, and that bad bytes are refused.
#include "store/embedded/records.h"

#include <gtest/gtest.h>

#include <limits>

namespace pintle::store::embedded {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

TEST(Records, Numbers) {
  for (int64_t number : {int64_t{0}, int64_t{1}, int64_t{255}, int64_t{1} << 40, kMax}) {
    EXPECT_EQ(decode_number(encode_number(number)), number);
  }
  EXPECT_EQ(decode_number("1234567"), std::nullopt);
  EXPECT_EQ(decode_number("\xff\xff\xff\xff\xff\xff\xff\xff"), std::nullopt) << "negative";
}

TEST(Records, ObjectsSortByKeyThenNewestFirst) {
  const std::string sorted[] = {
      object_space("/a"),  object_key("/a", kMax),  object_key("/a", 300), object_key("/a", 2), object_key("/a", 1),
      object_key("/a", 0), object_key("/a\x01", 9), object_key("/a/b", 5), object_key("/b", 7),
  };
  for (size_t i = 1; i < std::size(sorted); ++i) EXPECT_LT(sorted[i - 1], sorted[i]) << i;
}

TEST(Records, ObjectKeys) {
  const std::string bytes = object_key("/registry/pods/default/web", 1234567);
  auto parsed = parse_object_key(bytes);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->key, "/registry/pods/default/web");
  EXPECT_EQ(parsed->revision, 1234567);
  EXPECT_EQ(bytes.substr(0, object_space_size(bytes)), object_space("/registry/pods/default/web"));
  for (std::string_view bad : {std::string_view(), std::string_view("o"), std::string_view("o/a"), std::string_view("o/a\0short", 9),
                               std::string_view("r/a\0longlong", 12)}) {
    EXPECT_FALSE(parse_object_key(bad)) << bad;
  }
}

TEST(Records, Objects) {
  for (const Record& record : {Record{.create_revision = 5, .value = "value"}, Record{.deleted = true}, Record{.create_revision = kMax}}) {
    std::string bytes;
    encode_record(record, bytes);
    auto parsed = parse_record(bytes);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->deleted, record.deleted);
    EXPECT_EQ(parsed->create_revision, record.create_revision);
    EXPECT_EQ(parsed->value, record.value);
  }
  EXPECT_FALSE(parse_record(""));
  EXPECT_FALSE(parse_record(std::string("\0\xff\xff", 3))) << "a number without an end";
}

TEST(Records, Revisions) {
  EXPECT_LT(revision_key(255), revision_key(256));
  EXPECT_EQ(parse_revision_key(revision_key(256)), 256);
  EXPECT_FALSE(parse_revision_key("r1234"));

  std::string bytes;
  encode_change({.previous_revision = 0, .key = "/a"}, bytes);
  encode_change({.deleted = true, .expired = true, .previous_revision = 300, .key = "/b"}, bytes);
  auto changes = parse_changes(bytes);
  ASSERT_TRUE(changes);
  ASSERT_EQ(changes->size(), 2u);
  EXPECT_EQ((*changes)[0].key, "/a");
  EXPECT_FALSE((*changes)[0].deleted);
  EXPECT_EQ((*changes)[1].key, "/b");
  EXPECT_TRUE((*changes)[1].deleted && (*changes)[1].expired);
  EXPECT_EQ((*changes)[1].previous_revision, 300);
  EXPECT_FALSE(parse_changes(bytes.substr(0, bytes.size() - 1)));
}

TEST(Records, Expiries) {
  const std::string bytes = expiry_key({.expiry = 1'700'000'000'000, .revision = 8, .key = "/registry/events/default/e"});
  EXPECT_LT(bytes, expiry_key({.expiry = 1'700'000'000'001, .revision = 1, .key = "/a"}));
  auto parsed = parse_expiry_key(bytes);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->expiry, 1'700'000'000'000);
  EXPECT_EQ(parsed->revision, 8);
  EXPECT_EQ(parsed->key, "/registry/events/default/e");
  EXPECT_FALSE(parse_expiry_key("x123"));
}

}  // namespace
}  // namespace pintle::store::embedded
