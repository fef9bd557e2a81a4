// Proves the rules of PersistentVolumeClaims: what a claim must say, which source it may have, what may change of it, and how the rest
// of a change is shown.
#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

constexpr std::string_view kStorage = R"("accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}})";

std::string claim(std::string_view spec, std::string_view more = "") {
  return R"({"metadata":{"name":"a","namespace":"b","resourceVersion":"1"},"spec":{)" + std::string(spec) + "}" + std::string(more) + "}";
}

std::string with(std::string_view more) { return claim(std::string(kStorage) + std::string(more)); }

struct CreateCase {
  std::string_view name;
  std::string json;
  std::string_view errors;
};

TEST(PersistentVolumeClaimTest, Validates) {
  const CreateCase cases[] = {
      {"good", with(""), ""},
      {"empty", claim(""),
       "[spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]"},
      {"no storage", claim(R"("accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"0"}})"),
       R"(spec.resources[storage]: Invalid value: "0": must be greater than zero)"},
      {"modes", claim(R"("accessModes":["ReadWriteOncePod","ReadOnlyMany","x"],"resources":{"requests":{"storage":"1"}})"),
       R"([spec.accessModes: Unsupported value: "x": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", )"
       R"("ReadWriteOncePod", spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes])"},
      {"source", with(R"(,"dataSource":{"kind":"x","name":"y"})"),
       R"(spec.dataSource: Invalid value: "x": must be 'PersistentVolumeClaim' when referencing the default apiGroup)"},
      {"two sources",
       with(R"(,"dataSource":{"kind":"PersistentVolumeClaim","name":"y"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"z"})"),
       "spec: Invalid value: {}: must match dataSourceRef"},
  };
  for (const CreateCase& c : cases) EXPECT_EQ(groups::validate(kPersistentVolumeClaim, c.json), c.errors) << c.name;
}

std::string update(const std::string& json, const std::string& old) {
  return groups::validate_update(kPersistentVolumeClaim.validate_update, kPersistentVolumeClaim, json, old);
}

TEST(PersistentVolumeClaimTest, MayBeBoundOnceAndGrow) {
  constexpr std::string_view kBound = R"(,"status":{"phase":"Bound","capacity":{"storage":"1Gi"}})";
  const std::string larger = R"("accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"2Gi"}})";
  EXPECT_EQ(update(with(R"(,"volumeName":"v")"), with("")), "");
  EXPECT_EQ(update(with(R"(,"storageClassName":"s")"), with("")), "");
  EXPECT_EQ(update(claim(larger, kBound), claim(kStorage, kBound)), "");
  EXPECT_EQ(update(claim(kStorage, kBound), claim(larger, kBound)),
            "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity");
}

TEST(PersistentVolumeClaimTest, ShowsWhatMayNotChange) {
  EXPECT_EQ(update(with(R"(,"volumeName":"v")"), with(R"(,"volumeName":"w")")),
            "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
            "@@ -9,7 +9,7 @@\n"
            "    \"storage\": \"1Gi\"\n   }\n  },\n- \"VolumeName\": \"w\",\n+ \"VolumeName\": \"v\",\n  \"StorageClassName\": null,\n"
            "  \"VolumeMode\": null,\n  \"DataSource\": null,\n");
}

TEST(PersistentVolumeClaimTest, TakesOneSourceForTheOther) {
  object::Document document =
      groups::object_from(kPersistentVolumeClaim, with(R"(,"dataSource":{"kind":"PersistentVolumeClaim","name":"y"})"));
  kPersistentVolumeClaim.prepare_create(document, {});
  EXPECT_THAT(groups::json_of(document),
              testing::HasSubstr(R"("dataSourceRef":{"apiGroup":null,"kind":"PersistentVolumeClaim","name":"y"})"));
  object::Document ignored = groups::object_from(kPersistentVolumeClaim, with(R"(,"dataSource":{"kind":"x","name":"y"})"));
  kPersistentVolumeClaim.prepare_create(ignored, {});
  EXPECT_THAT(groups::json_of(ignored), testing::Not(testing::HasSubstr("dataSource")));
}

}  // namespace
}  // namespace pintle::core
