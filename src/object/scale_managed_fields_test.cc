// Proves who owns the replicas of an object and of its Scale, before and after writes through either.
#include "object/scale_managed_fields.h"

#include "object/object_meta.h"
#include "object/test_objects.h"

namespace pintle::object {
namespace {

constexpr std::string_view kVersions[] = {"apps/v1"};
constexpr ScaleMapping kMapping = {.api_versions = kVersions, .replicas = "spec.replicas"};

// Entries as "manager/operation/apiVersion/subresource[@] fields".
struct Entries {
  explicit Entries(std::string_view json)
      : document(from_json(pod_type(), R"({"metadata":{"managedFields":)" + std::string(json) + "}}")) {}
  const Value* list() const { return ObjectMeta(pod_type(), document.root()).managed_fields(); }
  Document document;
};

std::string entry(std::string_view manager, std::string_view operation, std::string_view version, std::string_view fields,
                  std::string_view subresource = "") {
  std::string text = R"({"manager":")" + std::string(manager) + R"(","operation":")" + std::string(operation) + R"(","apiVersion":")" +
                     std::string(version) + R"(","time":"2024-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":)" + std::string(fields);
  if (!subresource.empty()) text += R"(,"subresource":")" + std::string(subresource) + "\"";
  return text + "}";
}

std::string print(const Value& entries) {
  const ManagedFieldsEntryFields& fields = ManagedFieldsEntryFields::get();
  std::string text;
  for (const Value& item : entries.items()) {
    const auto get = [&](uint16_t field) { return item.get(field) ? item.get(field)->as_string() : std::string_view(); };
    text.append(get(fields.manager)).append("/").append(get(fields.operation)).append("/").append(get(fields.api_version));
    text.append("/").append(get(fields.subresource)).append(get(fields.time).empty() ? "" : "@");
    text.append(" ").append(get(fields.fields_v1)).append("\n");
  }
  return text;
}

TEST(ScaleManagedFields, ShowsOwnersOfTheReplicas) {
  Arena arena;
  const Entries parent("[" + entry("a", "Apply", "apps/v1", R"({"f:spec":{"f:replicas":{},"f:paused":{}}})") + "," +
                       entry("b", "Update", "apps/v1", R"({"f:spec":{"f:paused":{}}})") + "," +
                       entry("c", "Update", "apps/v9", R"({"f:spec":{"f:replicas":{}}})") + "]");
  EXPECT_EQ(print(*scale_managed_fields(parent.list(), kMapping, arena)), "a/Apply/autoscaling/v1/@ {\"f:spec\":{\"f:replicas\":{}}}\n");
  EXPECT_EQ(print(*scale_managed_fields(nullptr, kMapping, arena)), "");
}

TEST(ScaleManagedFields, GivesTheReplicasToTheWriter) {
  const std::string a = entry("a", "Apply", "apps/v1", R"({"f:spec":{"f:replicas":{},"f:paused":{}}})");
  const std::string only = entry("a", "Apply", "apps/v1", R"({"f:spec":{"f:replicas":{}}})");
  const std::string scaled = R"({"f:spec":{"f:replicas":{}}})";
  const struct {
    std::string name, parent, scale, wanted;
  } cases[] = {
      {"nobody has touched them", a, entry("a", "Apply", "autoscaling/v1", scaled),
       "a/Apply/apps/v1/@ {\"f:spec\":{\"f:paused\":{},\"f:replicas\":{}}}\n"},
      {"taken by an update of the scale", a, entry("s", "Update", "autoscaling/v1", scaled, "scale"),
       "a/Apply/apps/v1/@ {\"f:spec\":{\"f:paused\":{}}}\ns/Update/apps/v1/scale {\"f:spec\":{\"f:replicas\":{}}}\n"},
      {"the last field taken", only, entry("s", "Apply", "autoscaling/v1", scaled, "scale"),
       "s/Apply/apps/v1/scale {\"f:spec\":{\"f:replicas\":{}}}\n"},
      {"other fields of the scale do not matter", a, entry("s", "Update", "autoscaling/v1", R"({"f:status":{}})", "scale"),
       "a/Apply/apps/v1/@ {\"f:spec\":{\"f:paused\":{}}}\n"},
      {"entries of unknown versions go", entry("a", "Apply", "apps/v9", scaled), entry("s", "Update", "autoscaling/v1", scaled, "scale"),
       "s/Update/apps/v1/scale {\"f:spec\":{\"f:replicas\":{}}}\n"},
  };
  for (const auto& c : cases) {
    Arena arena;
    const Entries parent("[" + c.parent + "]");
    const Entries scale("[" + c.scale + "]");
    auto entries = parent_managed_fields(parent.list(), scale.list(), kMapping, "apps/v1", arena);
    ASSERT_TRUE(entries) << c.name;
    EXPECT_EQ(print(*entries), c.wanted) << c.name;
  }
}

}  // namespace
}  // namespace pintle::object
