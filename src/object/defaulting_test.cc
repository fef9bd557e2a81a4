// Proves where a default from a marker is filled in: absent, null and zero plain fields, in items and entries, never in absent structs; and
// that filling twice is filling once.
#include "object/defaulting.h"

#include <gtest/gtest.h>

#include "object/json.h"

namespace pintle::object {
namespace {

std::string defaulted(std::string_view kind, std::string_view version, std::string_view group, std::string_view json) {
  const schema::Type* type = schema::find_builtin_kind(group, version, kind);
  auto decoded = decode_json(*type, Bytes::copy(json));
  EXPECT_TRUE(decoded) << decoded.error().message();
  Document& document = decoded->document;
  apply_schema_defaults(*type, document.root(), document.arena());
  std::string once;
  encode_json(*type, document.root(), once);
  apply_schema_defaults(*type, document.root(), document.arena());
  std::string twice;
  encode_json(*type, document.root(), twice);
  EXPECT_EQ(once, twice);
  return once;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Defaulting, FillsWhereTheMarkerSays) {
  // +default="TCP" on the protocol of a container's and a service's port.
  const std::string pod = defaulted(
      "Pod", "v1", "", R"({"spec":{"containers":[{"name":"a","ports":[{"containerPort":1},{"containerPort":2,"protocol":"UDP"}]}]}})");
  EXPECT_TRUE(has(pod, R"({"containerPort":1,"protocol":"TCP"},{"containerPort":2,"protocol":"UDP"})")) << pod;
  const std::string service = defaulted("Service", "v1", "", R"({"spec":{"ports":[{"port":80,"protocol":null}]}})");
  EXPECT_TRUE(has(service, R"("protocol":"TCP","port":80)")) << service;
}

TEST(Defaulting, LeavesAbsentStructsAbsent) { EXPECT_FALSE(has(defaulted("Pod", "v1", "", R"({"spec":{"containers":[]}})"), "TCP")); }

}  // namespace
}  // namespace pintle::object
