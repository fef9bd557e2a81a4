// Proves that a patch leaves embedded objects that it does not touch without blanks, and through a plain tree with sorted keys.
#include "object/recode_raw.h"

#include <gtest/gtest.h>

#include "object/json.h"

namespace pintle::object {
namespace {

std::string recoded(std::string_view data, RawForm form) {
  const schema::Type* type = schema::find_builtin_kind("apps", "v1", "ControllerRevision");
  auto decoded = decode_json(*type, Bytes::copy(R"({"data":)" + std::string(data) + "}"));
  EXPECT_TRUE(decoded);
  Document& document = decoded->document;
  const Document live = document.clone();
  const auto field = static_cast<uint16_t>(type->find("data"));
  // The patched tree has its keys sorted.
  document.root().set(document.arena(), field, Value::string(R"({"a":{},"b":[1,"a b"]})"));
  recode_raw(*type, document.root(), &live.root(), document.arena(), form);
  return std::string(document.root().get(static_cast<uint16_t>(type->find("data")))->as_string());
}

TEST(RecodeRaw, TakesBlanksAndSortsKeys) {
  EXPECT_EQ(recoded(R"({"b": [1, "a b"], "a": {}})", RawForm::kCompact), R"({"b":[1,"a b"],"a":{}})");
  EXPECT_EQ(recoded(R"({"b": [1, "a b"], "a": {}})", RawForm::kSorted), R"({"a":{},"b":[1,"a b"]})");
}

}  // namespace
}  // namespace pintle::object
