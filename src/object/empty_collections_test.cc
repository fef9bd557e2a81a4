// Proves that empty lists and maps go, at every depth, and nothing else does.
#include "object/empty_collections.h"

#include <gtest/gtest.h>

#include "object/json.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

TEST(EmptyCollectionsTest, GoAtEveryDepth) {
  struct Case {
    std::string_view json;
    std::string_view wanted;
  };
  const Case cases[] = {
      {R"({"metadata":{"name":"p","labels":{},"finalizers":[]}})", R"("metadata":{"name":"p"})"},
      {R"({"spec":{"volumes":[{"name":"v","projected":{"sources":[]}}]}})", R"("projected":{"sources":null})"},
      {R"({"spec":{"containers":[{"name":"c","resources":{"limits":{}},"command":[]}]}})", R"([{"name":"c","resources":{}}])"},
      {R"({"spec":{"securityContext":{},"nodeSelector":{"a":""}}})", R"("nodeSelector":{"a":""},"securityContext":{})"},
  };
  const schema::Type& type = *schema::find_builtin_kind("", "v1", "Pod");
  for (const Case& c : cases) {
    auto decoded = decode_json(type, Bytes::copy(c.json));
    ASSERT_TRUE(decoded) << c.json;
    drop_empty_collections(type, decoded->document.root());
    std::string out;
    encode_json(type, decoded->document.root(), out);
    EXPECT_NE(out.find(c.wanted), std::string::npos) << out;
  }
}

}  // namespace
}  // namespace pintle::object
