// Proves that an object answers as what is read back from storage, where lists and maps without items are gone.
#include "object/stored_form.h"

#include <gtest/gtest.h>

#include "object/json.h"

namespace pintle::object {
namespace {

std::string stored(std::string_view kind, std::string_view json) {
  const schema::Type* type = schema::find_builtin_kind("", "v1", kind);
  auto decoded = decode_json(*type, Bytes::copy(json));
  EXPECT_TRUE(decoded);
  drop_what_storage_drops(*type, decoded->document.root());
  std::string out;
  encode_json(*type, decoded->document.root(), out);
  return out;
}

TEST(StoredForm, HasNoEmptyListsAndMaps) {
  EXPECT_EQ(stored("Pod", R"({"metadata":{"labels":{}},"spec":{"containers":[{"name":"c","args":[]}],"tolerations":[]}})"),
            R"({"metadata":{},"spec":{"containers":[{"name":"c","resources":{}}]},"status":{}})");
  EXPECT_EQ(stored("Pod", R"({"spec":{"containers":[]}})"), R"({"metadata":{},"spec":{"containers":null},"status":{}})");
}

TEST(StoredForm, KeepsEmptyStructsAndTexts) {
  EXPECT_EQ(
      stored("Pod", R"({"spec":{"containers":[{"name":"c"}],"securityContext":{},"hostnameOverride":""}})"),
      R"({"metadata":{},"spec":{"containers":[{"name":"c","resources":{}}],"securityContext":{},"hostnameOverride":""},"status":{}})");
}

}  // namespace
}  // namespace pintle::object
