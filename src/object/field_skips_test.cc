// Proves that what is skipped is gone from the decoded object and that nothing else is.
#include "object/field_skips.h"

#include <gtest/gtest.h>

#include "object/json.h"
#include "object/protobuf.h"

namespace pintle::object {
namespace {

TEST(FieldSkips, LeaveOutOnlyWhatTheyName) {
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  constexpr std::string_view kPod =
      R"({"metadata":{"name":"a","labels":{"x":"y"}},"spec":{"volumes":[{"name":"v","emptyDir":{}}],"nodeName":"n","containers":[)"
      R"({"name":"c","image":"i"},{"name":"d","image":"j"}],"initContainers":[{"name":"e","image":"k","restartPolicy":"Always"}]}})";
  const struct {
    std::vector<std::string_view> paths;
    std::string_view wanted;
  } cases[] = {
      {{}, kPod},
      {{"metadata.labels", "spec.volumes"},
       R"({"metadata":{"name":"a"},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"},{"name":"d","image":"j"}],)"
       R"("initContainers":[{"name":"e","image":"k","restartPolicy":"Always"}]}})"},
      {{"metadata", "spec.volumes", "spec.containers.*", "spec.initContainers.image"},
       R"({"spec":{"nodeName":"n","containers":[{},{}],"initContainers":[{"name":"e","restartPolicy":"Always"}]}})"},
      {{"*"}, "{}"},
  };
  const auto whole = decode_json(type, Bytes::copy(kPod));
  ASSERT_TRUE(whole);
  std::string message;
  encode_protobuf(type, whole->document.root(), message);
  for (const auto& c : cases) {
    const FieldSkips skips = FieldSkips::of(type, c.paths);
    const auto decoded = decode_protobuf(type, Bytes::copy(message), {}, RawJson::kChecked, &skips);
    ASSERT_TRUE(decoded) << decoded.error().message();
    const auto wanted = decode_json(type, Bytes::copy(c.wanted));
    ASSERT_TRUE(wanted);
    std::string json, wanted_json;
    encode_json(type, decoded->root(), json);
    encode_json(type, wanted->document.root(), wanted_json);
    EXPECT_EQ(json, wanted_json);
  }
}

}  // namespace
}  // namespace pintle::object
