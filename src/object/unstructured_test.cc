// Proves that objects become plain JSON and come back: every official vector both ways, and the faults with upstream's texts.
#include "object/unstructured.h"

#include <gmock/gmock.h>

#include "object/emission.h"
#include "object/equality.h"
#include "object/test_objects.h"
#include "object/test_vectors.h"

namespace pintle::object {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Unstructured, ShowsWhatTheEncoderWrites) {
  for (std::string_view json : {R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}})", "{}"}) {
    Document pod = from_json(pod_type(), json);
    const Value plain = to_unstructured(pod_type(), pod.root(), pod.arena());
    EXPECT_TRUE(plain_equal(plain, plain_from_json(to_json(pod)).root())) << to_json(any_type(), plain);
  }
}

TEST(Unstructured, EveryVectorComesBack) {
  for (const TestVector& vector : test_vectors()) {
    SCOPED_TRACE(vector.name);
    Document object = from_json(*vector.type, vector.json);
    const std::string json = to_json(object);
    const Value plain = to_unstructured(*vector.type, object.root(), object.arena());
    EXPECT_TRUE(plain_equal(plain, plain_from_json(json).root()));
    std::vector<std::string> unknown;
    auto back = from_unstructured(*vector.type, plain, object.arena(), &unknown);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_THAT(unknown, IsEmpty());
    EXPECT_TRUE(shown_equal(*vector.type, *back, object.root()));
    const Value again = to_unstructured(*vector.type, *back, object.arena());
    EXPECT_TRUE(plain_equal(plain, again));
  }
}

TEST(Unstructured, TellsUnknownFieldsSorted) {
  Document plain = plain_from_json(
      R"({"zzz":1,"spec":{"bogus":1,"containers":[{"name":"a"},{"name":"b","nope":{}}],"nodeSelector":{"free":"x"}},"aaa":null})");
  std::vector<std::string> unknown;
  auto pod = from_unstructured(pod_type(), plain.root(), plain.arena(), &unknown);
  ASSERT_TRUE(pod);
  EXPECT_THAT(unknown, ElementsAre("unknown field \"aaa\"", "unknown field \"spec.bogus\"", "unknown field \"spec.containers[1].nope\"",
                                   "unknown field \"zzz\""));
  EXPECT_EQ(to_json(pod_type(), *pod),
            to_json(from_json(pod_type(), R"({"spec":{"containers":[{"name":"a"},{"name":"b"}],"nodeSelector":{"free":"x"}}})")));
}

TEST(Unstructured, RefusesWrongShapes) {
  const struct {
    std::string_view json, wanted;
  } cases[] = {
      {R"({"spec":"x"})", "cannot restore struct from: string"},
      {R"({"spec":[]})", "cannot restore struct from: slice"},
      {R"({"spec":{"containers":"x"}})", "cannot restore slice from string"},
      {R"({"spec":{"containers":{}}})", "cannot restore slice from map"},
      {R"({"metadata":{"labels":"x"}})", "cannot restore map from string"},
      {R"({"metadata":{"labels":{"a":1}}})", "cannot convert int64 to string"},
      {R"({"metadata":{"name":true}})", "unrecognized type: string"},
      {R"({"spec":{"priority":"x"}})", "unrecognized type: int32"},
      {R"({"spec":{"priority":1.5}})", "cannot convert float64 to int32"},
      {R"({"spec":{"hostNetwork":1}})", "unrecognized type: bool"},
      {R"({"spec":{"restartPolicy":1}})", "cannot convert int64 to v1.RestartPolicy"},
      {R"({"metadata":{"creationTimestamp":"x"}})", "parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"x\" as \"2006\""},
  };
  for (const auto& c : cases) {
    Document plain = plain_from_json(c.json);
    auto pod = from_unstructured(pod_type(), plain.root(), plain.arena(), nullptr);
    ASSERT_FALSE(pod) << c.json;
    EXPECT_EQ(pod.error().message(), c.wanted) << c.json;
  }
}

TEST(Unstructured, ConvertsNumbersAsGoDoes) {
  Document plain = plain_from_json(R"({"spec":{"priority":2.0,"activeDeadlineSeconds":3}})");
  auto pod = from_unstructured(pod_type(), plain.root(), plain.arena(), nullptr);
  ASSERT_TRUE(pod);
  EXPECT_EQ(to_json(pod_type(), *pod), to_json(from_json(pod_type(), R"({"spec":{"priority":2,"activeDeadlineSeconds":3}})")));
}

}  // namespace
}  // namespace pintle::object
