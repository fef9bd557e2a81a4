// Proves the rules of storage.k8s.io: classes, drivers, the nodes that have them, and what of each may change.
#include <gmock/gmock.h>

#include "groups/rule_fixture.h"
#include "groups/storage/storage.h"

namespace pintle::storage {
namespace {

struct Case {
  std::string_view name;
  const api::Kind& kind;
  std::string_view json;
  std::string_view errors;
};

TEST(StorageRulesTest, Validates) {
  const Case cases[] = {
      {"class", kStorageClass, R"({"provisioner":"Example.com/x","volumeBindingMode":"Immediate"})", ""},
      {"empty class", kStorageClass, "{}", "[provisioner: Required value, volumeBindingMode: Required value]"},
      {"bad words", kStorageClass, R"({"provisioner":"x","reclaimPolicy":"Recycle","volumeBindingMode":"y","parameters":{"":"z"}})",
       R"([parameters: Invalid value: "": field can not be empty., )"
       R"(reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain", )"
       R"(volumeBindingMode: Unsupported value: "y": supported values: "Immediate", "WaitForFirstConsumer"])"},
      {"the same topology twice", kStorageClass,
       R"({"provisioner":"x","volumeBindingMode":"Immediate","allowedTopologies":[)"
       R"({"matchLabelExpressions":[{"key":"a","values":["b","c"]}]},{"matchLabelExpressions":[{"key":"a","values":["c","b"]}]}]})",
       R"(allowedTopologies[1].matchLabelExpressions: Duplicate value: "")"},
      {"drivers of a node", kCSINode,
       R"({"spec":{"drivers":[{"name":"a","nodeID":"","topologyKeys":["x","x"]},{"name":"a","nodeID":"n"}]}})",
       R"([spec.drivers[0].nodeID: Required value, spec.drivers[0]: Duplicate value: "x", spec.drivers[1].name: Duplicate value: "a"])"},
      {"attributes need parameters", kVolumeAttributesClass, R"({"driverName":"x"})",
       "parameters: Required value: must contain at least one key/value pair"},
      {"attachment of nothing", kVolumeAttachment, R"({"spec":{"attacher":"a","nodeName":"n","source":{}}})",
       "spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName"},
  };
  for (const Case& c : cases) EXPECT_EQ(groups::validate(c.kind, c.json), c.errors) << c.name;
}

TEST(StorageRulesTest, AClassKeepsWhatItProvisions) {
  constexpr std::string_view kMeta = R"({"metadata":{"name":"a","resourceVersion":"1"},"volumeBindingMode":"Immediate",)";
  const std::string old = std::string(kMeta) + R"("provisioner":"x","reclaimPolicy":"Delete"})";
  const std::string updated = std::string(kMeta) + R"("provisioner":"y","parameters":{"a":"b"}})";
  EXPECT_EQ(groups::validate_update(kStorageClass.validate_update, kStorageClass, updated, old),
            R"([parameters: Invalid value: {"a":"b"}: field is immutable, provisioner: Invalid value: "y": field is immutable, )"
            R"(reclaimPolicy: Invalid value: null: field is immutable])");
}

TEST(StorageRulesTest, ADriverOfANodeMayAttachMoreVolumes) {
  const auto node = [](std::string_view id, std::string_view count) {
    return R"({"metadata":{"name":"a","resourceVersion":"1"},"spec":{"drivers":[{"name":"d","nodeID":")" + std::string(id) +
           R"(","allocatable":{"count":)" + std::string(count) + "}}]}}";
  };
  EXPECT_EQ(groups::validate_update(kCSINode.validate_update, kCSINode, node("i", "2"), node("i", "1")), "");
  EXPECT_EQ(groups::validate_update(kCSINode.validate_update, kCSINode, node("j", "1"), node("i", "1")),
            R"(spec.drivers: Invalid value: {"Name":"d","NodeID":"j","TopologyKeys":null,"Allocatable":null}: field is immutable)");
}

}  // namespace
}  // namespace pintle::storage
