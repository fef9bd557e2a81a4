// Proves that the typed views read and write the fields that their names say: scalars, pointers, structs, lists, maps, inlined structs,
// on present and absent nodes.
#include "object/view.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "object/document.h"
#include "object/view_mut.h"
#include "schema/type.h"
#include "views/apps_v1_mut.h"
#include "views/core_v1_mut.h"

namespace pintle::object {
namespace {

class Views : public ::testing::Test {
 protected:
  Views() { root_ = Value::empty_struct(); }
  core::v1::PodMut pod() { return {&root_, arena_}; }

  Arena arena_;
  Value root_;
};

TEST_F(Views, AbsentStructReadsAsZero) {
  core::v1::Pod pod(nullptr);
  EXPECT_FALSE(pod.present());
  EXPECT_FALSE(pod.spec().present());
  EXPECT_EQ(pod.spec().node_name(), "");
  EXPECT_FALSE(pod.spec().host_network());
  EXPECT_EQ(pod.spec().priority(), std::nullopt);
  EXPECT_TRUE(pod.spec().containers().empty());
  EXPECT_EQ(pod.spec().containers().begin(), pod.spec().containers().end());
  EXPECT_FALSE(pod.metadata().labels().contains("app"));
  EXPECT_EQ(pod.metadata().labels().get("app"), "");
}

TEST_F(Views, FieldsAreWrittenAtTheirSchemaIndexes) {
  pod().ensure_metadata().set_name("web");
  pod().ensure_spec().set_priority(7);
  const schema::Type& type = core::v1::Pod::schema_type();
  ASSERT_EQ(type.name, "io.k8s.api.core.v1.Pod");
  int metadata = type.find("metadata");
  const Value* meta = root_.get(static_cast<uint16_t>(metadata));
  ASSERT_NE(meta, nullptr);
  int name = type.fields[static_cast<size_t>(metadata)].type->find("name");
  ASSERT_NE(meta->get(static_cast<uint16_t>(name)), nullptr);
  EXPECT_EQ(meta->get(static_cast<uint16_t>(name))->as_string(), "web");
  EXPECT_EQ(pod().spec().priority(), 7);
  EXPECT_TRUE(pod().spec().has_priority());
  pod().spec().clear_priority();
  EXPECT_FALSE(pod().spec().has_priority());
}

TEST_F(Views, EnsureKeepsWhatIsThere) {
  pod().ensure_spec().set_node_name("n1");
  EXPECT_EQ(pod().ensure_spec().node_name(), "n1");
}

TEST_F(Views, ListsGoInOrderWithIndexes) {
  auto containers = pod().ensure_spec().ensure_containers();
  for (const char* name : {"a", "b", "c"}) containers.append().set_name(name);
  std::string seen;
  core::v1::Pod read(&root_);
  for (auto [index, container] : read.spec().containers().enumerate()) seen += std::to_string(index) + std::string(container.name());
  EXPECT_EQ(seen, "0a1b2c");
  EXPECT_EQ(read.spec().containers()[1].name(), "b");
  for (core::v1::ContainerMut container : pod().spec().containers()) container.set_image(std::string(container.name()) + ":1");
  EXPECT_EQ(read.spec().containers()[2].image(), "c:1");

  auto finalizers = pod().ensure_metadata().ensure_finalizers();
  finalizers.append("x");
  finalizers.append("y");
  EXPECT_TRUE(read.metadata().finalizers().contains("y"));
  EXPECT_FALSE(read.metadata().finalizers().contains("z"));
}

TEST_F(Views, MapsGoByKey) {
  auto labels = pod().ensure_metadata().ensure_labels();
  labels.set("tier", "front");
  labels.set("app", "web");
  std::vector<std::string> seen;
  for (auto [key, value] : core::v1::Pod(&root_).metadata().labels()) seen.push_back(std::string(key) + "=" + std::string(value));
  EXPECT_EQ(seen, (std::vector<std::string>{"app=web", "tier=front"}));
  EXPECT_TRUE(labels.erase("app"));
  EXPECT_EQ(core::v1::Pod(&root_).metadata().labels().size(), 1u);
}

TEST_F(Views, InlinedStructWorksOnItsOwnersNode) {
  core::v1::VolumeMut volume = pod().ensure_spec().ensure_volumes().append();
  volume.set_name("data");
  volume.volume_source().ensure_config_map().set_name("settings");  // ConfigMapVolumeSource inlines LocalObjectReference
  core::v1::Volume read = core::v1::Pod(&root_).spec().volumes()[0];
  EXPECT_EQ(read.config_map().name(), "settings");
  EXPECT_EQ(read.volume_source().config_map().local_object_reference().name(), "settings");
  EXPECT_TRUE(read.volume_source().has_config_map());
  EXPECT_FALSE(read.volume_source().has_secret());
  EXPECT_EQ(read.node()->get(static_cast<uint16_t>(core::v1::Volume::schema_type().find("configMap"))), read.config_map().node());
}

TEST_F(Views, IntOrStringKeepsItsForm) {
  Value root = Value::empty_struct();
  apps::v1::DeploymentMut deployment(&root, arena_);
  auto rolling = deployment.ensure_spec().ensure_strategy().ensure_rolling_update();
  rolling.set_max_surge("25%");
  rolling.set_max_unavailable(3);
  apps::v1::RollingUpdateDeployment read = apps::v1::Deployment(&root).spec().strategy().rolling_update();
  EXPECT_TRUE(read.max_surge().is_string());
  EXPECT_EQ(read.max_surge().as_string(), "25%");
  EXPECT_EQ(read.max_unavailable().as_int(), 3);
}

TEST_F(Views, NullIsAbsent) {
  pod().set_spec(Value());
  EXPECT_FALSE(pod().spec().present());
  pod().ensure_spec().set_node_name("n1");
  EXPECT_EQ(pod().spec().node_name(), "n1");
}

TEST_F(Views, StringsAreCopied) {
  std::string name = "a name that is longer than any small string";
  pod().ensure_spec().set_node_name(name);
  name.assign(name.size(), '#');
  EXPECT_EQ(pod().spec().node_name(), "a name that is longer than any small string");
}

}  // namespace
}  // namespace pintle::object
