// Proves which volumes, mounts and devices a Pod may have, and that faults are told in upstream's order and words.
#include "groups/core/volume_rules.h"

#include <gmock/gmock.h>

#include "groups/core/core.h"
#include "groups/rule_fixture.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;

struct Case {
  std::string_view name;
  std::string_view input;
  std::string_view errors;
};

std::string validate(std::string_view volumes, const VolumeRules& rules = {.resource_is_pod = true}) {
  const object::Document document = groups::object_from(kPod, R"({"spec":{"volumes":)" + std::string(volumes) + "}}");
  ErrorList errors;
  validate_volumes(v1::Pod(&document.root()).spec().volumes(), "web", rules, FieldPath("v"), errors);
  return errors.joined();
}

TEST(VolumeRulesTest, OneTypeEachWithItsOwnRules) {
  const Case cases[] = {
      {"an empty directory", R"([{"name":"a","emptyDir":{}}])", ""},
      {"no type", R"([{"name":"a"}])", "v[0]: Required value: must specify a volume type"},
      {"no name", R"([{"emptyDir":{}}])", "v[0].name: Required value"},
      {"two of a name", R"([{"name":"a","emptyDir":{}},{"name":"a","emptyDir":{}}])", "v[1].name: Duplicate value: \"a\""},
      {"two types", R"([{"name":"a","emptyDir":{},"cephfs":{"monitors":["x"]}}])",
       "v[0].cephFS: Forbidden: may not specify more than 1 volume type"},
      {"a claim that is made for another volume",
       R"([{"name":"a","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}},)"
       R"({"name":"b","persistentVolumeClaim":{"claimName":"web-a"}}])",
       "v[1].persistentVolumeClaim.claimName: Invalid value: \"web-a\": must not reference a PVC that gets created for an ephemeral "
       "volume"},
      {"metadata of a claim template",
       R"([{"name":"a","ephemeral":{"volumeClaimTemplate":{"metadata":{"name":"x","uid":"y"},)"
       R"("spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}}])",
       "[v[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set, "
       "v[0].ephemeral.volumeClaimTemplate.metadata.uID: Forbidden: cannot be set]"},
      {"a path with backsteps", R"([{"name":"a","hostPath":{"path":"/a/../b","type":"Dir"}}])",
       "[v[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..', v[0].hostPath.type: Unsupported value: \"Dir\": supported "
       "values: \"\", \"BlockDevice\", \"CharDevice\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\"]"},
      {"an image without a reference", R"([{"name":"a","image":{"pullPolicy":"Always"}}])", "v[0].image.reference: Required value"},
  };
  for (const Case& c : cases) EXPECT_EQ(validate(c.input), c.errors) << c.name;
  EXPECT_EQ(validate(R"([{"name":"a","image":{"pullPolicy":"Always"}}])", {}), "") << "a template may leave the reference out";
}

TEST(VolumeRulesTest, IscsiNamesHaveThreeFormats) {
  struct NameCase {
    std::string_view iqn;
    bool valid;
  };
  const NameCase cases[] = {
      {"iqn.2001-04.com.example:storage.kube.sys1.xyz", true},
      {"iqn foo iqn.2001-04.com.example:x", true},
      {"iqn.2001-04.com.example", false},
      {"iqn.2001-04.com.example:a b", false},
      {"iqn.20-04.com:x", false},
      {"eui.0123456789ABCDEF", true},
      {"eui.0123456789ABCDE", false},
      {"naa.0123456789abcdef0123456789abcdef", true},
      {"naa.0123456789abcdef", false},
      {"abc", false},
  };
  for (const NameCase& c : cases) {
    const std::string volume = R"([{"name":"a","iscsi":{"targetPortal":"10.0.0.1","lun":0,"iqn":")" + std::string(c.iqn) + R"("}}])";
    EXPECT_EQ(validate(volume).empty(), c.valid) << c.iqn;
  }
}

TEST(VolumeRulesTest, ProjectedFilesDoNotCollide) {
  const auto projected = [](std::string_view sources) {
    return validate(R"([{"name":"a","projected":{"sources":)" + std::string(sources) + "}}]");
  };
  const Case cases[] = {
      {"one path twice",
       R"([{"secret":{"name":"s","items":[{"key":"k","path":"f"}]}},{"configMap":{"name":"c","items":[{"key":"k","path":"f"}]}}])",
       "v[0].projected: Invalid value: \"c\": conflicting duplicate paths"},
      {"two types in one source", R"([{"secret":{"name":"s"},"configMap":{"name":"c"}}])",
       "v[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source"},
      {"a token that lives too short", R"([{"serviceAccountToken":{"expirationSeconds":60,"path":"../t"}}])",
       "[v[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 "
       "minutes, v[0].projected.path: Invalid value: \"../t\": must not contain '..']"},
      {"a bundle by name and signer", R"([{"clusterTrustBundle":{"name":"a","signerName":"b","path":"p"}}])",
       "v[0].projected.sources[0].clusterTrustBundle: Invalid value: "
       "{\"Name\":\"a\",\"SignerName\":\"b\",\"LabelSelector\":null,\"Optional\":null,\"Path\":\"p\"}: only one of name and signerName "
       "may be used"},
      {"a field that volumes do not have",
       R"([{"downwardAPI":{"items":[{"path":"n","fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}]}}])",
       "v[0].projected.sources[0].downwardAPI.fieldRef.fieldPath: Unsupported value: \"spec.nodeName\": supported values: "
       "\"metadata.annotations\", \"metadata.labels\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\""},
  };
  for (const Case& c : cases) EXPECT_EQ(projected(c.input), c.errors) << c.name;
}

TEST(VolumeRulesTest, MountsAndDevicesHaveVolumesAndPathsOfTheirOwn) {
  const std::string_view json =
      R"({"spec":{"volumes":[{"name":"disk","persistentVolumeClaim":{"claimName":"c"}},{"name":"dir","emptyDir":{}}],
    "containers":[{"name":"x","volumeMounts":[{"name":"dir","mountPath":"/a"},{"name":"gone","mountPath":"/a","subPath":"/x"},
      {"name":"dir","mountPath":"/r","recursiveReadOnly":"Enabled"},{"name":"dir","mountPath":"/p","mountPropagation":"Bidirectional"}],
      "volumeDevices":[{"name":"disk","devicePath":"/dev/../b"},{"name":"dir","devicePath":"/d"}]}]}})";
  const object::Document document = groups::object_from(kPod, json);
  const v1::PodSpec spec = v1::Pod(&document.root()).spec();
  const v1::Container container = spec.containers()[0];
  ErrorList errors;
  const VolumeSources volumes = validate_volumes(spec.volumes(), "web", {}, FieldPath("v"), errors);
  validate_volume_mounts(container.volume_mounts(), device_paths(container.volume_devices()), volumes, container.security_context(),
                         FieldPath("m"), errors);
  validate_volume_devices(container.volume_devices(), mount_paths(container.volume_mounts()), volumes, FieldPath("d"), errors);
  std::vector<std::string> told;
  for (const object::FieldError& error : errors.errors()) told.push_back(error.field + ": " + error.body());
  EXPECT_THAT(told, testing::ElementsAre("m[0].name: Invalid value: \"dir\": must not already exist in volumeDevices",
                                         "m[1].name: Not found: \"gone\"", "m[1].mountPath: Invalid value: \"/a\": must be unique",
                                         "m.subPath: Invalid value: \"/x\": must be a relative path",
                                         "m[2].name: Invalid value: \"dir\": must not already exist in volumeDevices",
                                         "m.recursiveReadOnly: Forbidden: may only be specified when readOnly is true",
                                         "m[3].name: Invalid value: \"dir\": must not already exist in volumeDevices",
                                         "m.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged "
                                         "containers",
                                         "d[0].devicePath: Invalid value: \"/dev/../b\": can not contain backsteps ('..')",
                                         "d[1].name: Invalid value: \"dir\": can only use volume source type of PersistentVolumeClaim or "
                                         "Ephemeral for block mode",
                                         "d[1].name: Invalid value: \"dir\": must not already exist in volumeMounts"));
}

}  // namespace
}  // namespace pintle::core
