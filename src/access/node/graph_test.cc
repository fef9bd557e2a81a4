// Proves which objects lead to which nodes, as Pods and volumes come, change and go, and that nothing is left of them.
#include "access/node/graph.h"

#include <gtest/gtest.h>

namespace pintle::access {
namespace {

using Kind = Vertex::Kind;

const Vertex kSecret{Kind::kSecret, "x", "s"};
const Vertex kClaim{Kind::kClaim, "x", "c"};
const Vertex kVolume{Kind::kVolume, "", "v"};

TEST(Graph, PodsLeadToTheirNode) {
  Graph graph;
  graph.set_pod({"x", "a", "n1", {kSecret, kSecret}});
  graph.set_pod({"x", "b", "n2", {kSecret}});
  EXPECT_TRUE(graph.leads_to(kSecret, "n1"));
  EXPECT_TRUE(graph.leads_to(kSecret, "n2"));
  EXPECT_FALSE(graph.leads_to(kSecret, "n3"));
  EXPECT_FALSE(graph.leads_to({Kind::kConfigMap, "x", "s"}, "n1"));
  EXPECT_FALSE(graph.leads_to({Kind::kSecret, "y", "s"}, "n1"));
  EXPECT_TRUE(graph.leads_to({Kind::kPod, "x", "a"}, "n1"));
  EXPECT_FALSE(graph.leads_to({Kind::kPod, "x", "a"}, "n2"));

  graph.set_pod({"x", "a", "n1", {}});
  EXPECT_FALSE(graph.leads_to(kSecret, "n1")) << "the Pod names it no longer";
  graph.erase_pod("x", "b");
  EXPECT_FALSE(graph.leads_to(kSecret, "n2"));
  graph.erase_pod("x", "a");
  graph.erase_pod("x", "a");
  EXPECT_EQ(graph.size(), 0);
}

TEST(Graph, APodIsKnownByItsDigest) {
  Graph graph;
  EXPECT_FALSE(graph.has_pod("x", "a", 0));
  graph.set_pod({"x", "a", "n1", {}}, 7);
  EXPECT_TRUE(graph.has_pod("x", "a", 7));
  EXPECT_FALSE(graph.has_pod("x", "a", 8));
  graph.erase_pod("x", "a");
  EXPECT_FALSE(graph.has_pod("x", "a", 7));
}

TEST(Graph, VolumesLeadWhereTheirClaimsDo) {
  Graph graph;
  graph.set_volume("v", {.claim = kClaim, .secrets = {kSecret}});
  EXPECT_FALSE(graph.leads_to(kVolume, "n1"));
  graph.set_pod({"x", "a", "n1", {kClaim}});
  EXPECT_TRUE(graph.leads_to(kClaim, "n1"));
  EXPECT_TRUE(graph.leads_to(kVolume, "n1"));
  EXPECT_TRUE(graph.leads_to(kSecret, "n1"));
  EXPECT_FALSE(graph.leads_to(kSecret, "n2"));
  graph.set_volume("v", {.claim = {Kind::kClaim, "x", "other"}, .secrets = {kSecret}});
  EXPECT_FALSE(graph.leads_to(kVolume, "n1"));
  EXPECT_FALSE(graph.leads_to(kSecret, "n1"));
  graph.erase_volume("v");
  graph.erase_pod("x", "a");
  EXPECT_EQ(graph.size(), 0);
}

TEST(Graph, AttachmentsLeadToOneNode) {
  Graph graph;
  const Vertex attachment{Kind::kVolumeAttachment, "", "a"};
  graph.set_node(attachment, "n1");
  EXPECT_TRUE(graph.leads_to(attachment, "n1"));
  graph.set_node(attachment, "n2");
  EXPECT_FALSE(graph.leads_to(attachment, "n1"));
  EXPECT_TRUE(graph.leads_to(attachment, "n2"));
  graph.set_node(attachment, "");
  EXPECT_EQ(graph.size(), 0);
}

}  // namespace
}  // namespace pintle::access
