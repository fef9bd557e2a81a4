// Proves that the digest of a Pod's needs changes with what they depend on and with nothing else, and that a Pod without a node has none.
#include "access/node/needs.h"

#include <gtest/gtest.h>

#include "object/json.h"
#include "object/protobuf.h"

namespace pintle::access {
namespace {

std::optional<uint64_t> digest(std::string_view json) {
  const schema::Type& type = core::v1::Pod::schema_type();
  const auto pod = object::decode_json(type, Bytes::copy(json));
  EXPECT_TRUE(pod) << json;
  std::string stored;
  object::encode_protobuf_object(type, pod->document.root(), {"v1", "Pod"}, stored);
  return digest_of_needs(stored);
}

TEST(DigestOfNeeds, FollowsWhatNodesMayRead) {
  const auto plain = digest(R"({"spec":{"nodeName":"n1","serviceAccountName":"a"}})");
  ASSERT_TRUE(plain);
  EXPECT_EQ(digest(R"({"metadata":{"labels":{"a":"b"}},"spec":{"nodeName":"n1","serviceAccountName":"a"},"status":{"phase":"Running"}})"),
            plain);
  const char* const others[] = {
      R"({"spec":{"nodeName":"n2","serviceAccountName":"a"}})",
      R"({"spec":{"nodeName":"n1","serviceAccountName":"b"}})",
      R"({"spec":{"nodeName":"n1","serviceAccountName":"a","imagePullSecrets":[{"name":"s"}]}})",
      R"({"spec":{"nodeName":"n1","serviceAccountName":"a"},"status":{"resourceClaimStatuses":[{"name":"c","resourceClaimName":"x"}]}})",
      R"({"spec":{"nodeName":"n1","serviceAccountName":"a"},"status":{"extendedResourceClaimStatus":{"resourceClaimName":"x"}}})",
  };
  for (const char* other : others) {
    ASSERT_TRUE(digest(other)) << other;
    EXPECT_NE(digest(other), plain) << other;
  }
}

TEST(DigestOfNeeds, NothingWithoutANodeOrOfDamagedBytes) {
  EXPECT_EQ(digest(R"({"spec":{"serviceAccountName":"a"}})"), std::nullopt);
  EXPECT_EQ(digest(R"({"metadata":{"name":"a"}})"), std::nullopt);
  EXPECT_EQ(digest_of_needs("k8s"), std::nullopt);
}

}  // namespace
}  // namespace pintle::access
