// Proves that a diff names every place where two objects differ.
#include "object/diff.h"

#include "object/test_objects.h"

namespace pintle::object {
namespace {

TEST(Diff, NamesEveryPlace) {
  const Document left =
      from_json(pod_type(), R"({"metadata":{"name":"a","labels":{"x":"1"}},"spec":{"containers":[{"name":"c"},{"name":"d"}]}})");
  const Document right = from_json(pod_type(), R"({"metadata":{"name":"b","uid":"u"},"spec":{"containers":[{"name":"c","image":"i"}]}})");
  EXPECT_EQ(diff(pod_type(), &left.root(), &right.root()),
            "- .metadata.labels: {\"x\":\"1\"}\n"
            "~ .metadata.name: \"a\" -> \"b\"\n"
            "+ .metadata.uid: \"u\"\n"
            "+ .spec.containers[0].image: \"i\"\n"
            "- .spec.containers[1]: {\"name\":\"d\",\"resources\":{}}\n");
  EXPECT_EQ(diff(pod_type(), &left.root(), &left.root()), "");
  EXPECT_EQ(diff(pod_type(), nullptr, nullptr), "");
  EXPECT_TRUE(diff(pod_type(), nullptr, &left.root()).starts_with("+ .: {"));
}

}  // namespace
}  // namespace pintle::object
