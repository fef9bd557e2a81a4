// Proves when Kubernetes takes two objects for equal.
#include "object/equality.h"

#include "object/test_objects.h"

namespace pintle::object {
namespace {

TEST(Equality, IsSemantic) {
  const struct {
    std::string_view left, right;
    bool wanted;
  } cases[] = {
      {R"({"spec":{"containers":[]}})", R"({"spec":{}})", true},
      {R"({"metadata":{"labels":{},"finalizers":[]}})", R"({})", true},
      {R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"1"}}}]}})",
       R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"1000m"}}}]}})", true},
      {R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"1"}}}]}})",
       R"({"spec":{"containers":[{"resources":{"limits":{"cpu":"2"}}}]}})", false},
      {R"({"spec":{"enableServiceLinks":false}})", R"({"spec":{}})", false},
      {R"({"spec":{"hostNetwork":false}})", R"({"spec":{}})", true},
      {R"({"spec":{"securityContext":{}}})", R"({"spec":{}})", false},
      {R"({"spec":{"activeDeadlineSeconds":0}})", R"({"spec":{}})", false},
      {R"({"spec":{"containers":[{"name":"a"},{"name":"b"}]}})", R"({"spec":{"containers":[{"name":"b"},{"name":"a"}]}})", false},
      {R"({"metadata":{"creationTimestamp":"2024-01-01T00:00:00Z"}})", R"({"metadata":{"creationTimestamp":"2024-01-01T01:00:00+01:00"}})",
       true},
  };
  for (const auto& c : cases) {
    const Document left = from_json(pod_type(), c.left);
    const Document right = from_json(pod_type(), c.right);
    EXPECT_EQ(semantic_equal(pod_type(), &left.root(), &right.root()), c.wanted) << c.left << " " << c.right;
    EXPECT_EQ(semantic_equal(pod_type(), &right.root(), &left.root()), c.wanted) << c.right << " " << c.left;
  }
  EXPECT_TRUE(semantic_equal(pod_type(), nullptr, nullptr));
}

TEST(Equality, OfPlainTreesIsByValue) {
  const struct {
    std::string_view left, right;
    bool wanted;
  } cases[] = {
      {"1", "1.0", true},
      {"1", "2", false},
      {"1", "\"1\"", false},
      {"null", "null", true},
      {"[]", "null", false},
      {"[1,2]", "[2,1]", false},
      {R"({"a":1,"b":2})", R"({"b":2,"a":1})", true},
      {R"({"a":1})", R"({"a":1,"b":null})", false},
      {"true", "true", true},
      {"true", "1", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(plain_equal(plain_from_json(c.left).root(), plain_from_json(c.right).root()), c.wanted) << c.left << " " << c.right;
  }
}

}  // namespace
}  // namespace pintle::object
