// Proves that what a write answers is what a read will show: what protobuf does not keep is gone.
#include "object/stored_form.h"

#include <gtest/gtest.h>

#include "object/json.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

struct Case {
  std::string_view name;
  std::string_view kind;
  std::string_view group;
  std::string_view given;
  std::string_view stored;
};

TEST(StoredFormTest, DropsWhatProtobufDoesNotKeep) {
  const Case cases[] = {
      {"a list that is always written", "ClusterRole", "rbac.authorization.k8s.io", R"({"metadata":{"name":"a"},"rules":[]})",
       R"({"metadata":{"name":"a"},"rules":null})"},
      {"below a list", "ClusterRole", "rbac.authorization.k8s.io", R"({"metadata":{},"rules":[{"verbs":[]}]})",
       R"({"metadata":{},"rules":[{"verbs":null}]})"},
      {"an absent value of bytes", "Secret", "", R"({"metadata":{},"data":{"a":null}})", R"({"metadata":{},"data":{"a":""}})"},
      {"what is not empty", "Secret", "", R"({"metadata":{"labels":{"a":""}},"data":{"a":"AA=="}})",
       R"({"metadata":{"labels":{"a":""}},"data":{"a":"AA=="}})"},
  };
  for (const Case& c : cases) {
    auto decoded = decode_json(*schema::find_builtin_kind(c.group, "v1", c.kind), Bytes::copy(c.given));
    ASSERT_TRUE(decoded) << c.name;
    to_stored_form(decoded->document);
    std::string json;
    encode_json(*decoded->document.type(), decoded->document.root(), json);
    EXPECT_EQ(json, c.stored) << c.name;
  }
}

}  // namespace
}  // namespace pintle::object
