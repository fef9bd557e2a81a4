// Graph: which nodes need which objects: those that Pods on them name, and the volumes and secrets behind these.
//
//   graph.set_pod({.namespace_ = "default", .name = "web", .node = "n1", .needs = {{Vertex::kSecret, "default", "token"}}});
//   graph.set_volume("pv-1", {.claim = {...}, .secrets = {...}});
//   graph.leads_to({Vertex::kSecret, "default", "token"}, "n1")          // true
//
// Shape: each object knows how many Pods of each node name it; a volume stands for its claim, a volume's secrets for the volume:
//
//   node <- pod <- secret, configmap, service account, resource claim, claim <- volume <- secret
//   node <- volume attachment, resource slice
//
// Every question is a few look-ups. Ownership: holds copies. Thread: none of its own; NodeGraph (node_graph.h) guards it.
// Source: plugin/pkg/auth/authorizer/node/graph.go, of which the answers are kept, not the shape.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pintle::access {

struct Vertex {
  enum class Kind : char {
    kConfigMap,
    kResourceSlice,
    kPod,
    kClaim,
    kVolume,
    kResourceClaim,
    kSecret,
    kVolumeAttachment,
    kServiceAccount,
  };
  Kind kind;
  std::string_view namespace_;
  std::string_view name;
};

struct PodNeeds {
  std::string_view namespace_;
  std::string_view name;
  std::string_view node;
  std::vector<Vertex> needs;
};

struct VolumeNeeds {
  Vertex claim;
  std::vector<Vertex> secrets;
};

class Graph {
 public:
  // `digest` tells one state of its needs from another.
  void set_pod(const PodNeeds& pod, uint64_t digest = 0);
  bool has_pod(std::string_view namespace_, std::string_view name, uint64_t digest) const;
  void erase_pod(std::string_view namespace_, std::string_view name);
  void set_volume(std::string_view name, const VolumeNeeds& volume);
  void erase_volume(std::string_view name);
  // Of a volume attachment or a resource slice; node "": of none.
  void set_node(const Vertex& vertex, std::string_view node);

  bool leads_to(const Vertex& vertex, std::string_view node) const;
  // How many objects are known to be needed; for tests.
  size_t size() const { return uses_.size(); }

 private:
  struct Use {
    uint32_t node;
    uint32_t count;
  };
  using Uses = std::unordered_map<std::string, std::vector<Use>>;  // by vertex_key(); sorted by node
  struct Pod {
    uint32_t node;
    uint64_t digest = 0;
    std::vector<Uses::value_type*> needs;  // the pod itself first
  };
  struct Volume {
    std::string claim;
    std::vector<std::string> secrets;
  };

  uint32_t node_id(std::string_view node);
  Uses::value_type* use(const Vertex& vertex, uint32_t node);
  void drop(Uses::value_type* entry, uint32_t node);
  bool is_used(const std::string& key, uint32_t node) const;
  bool volume_leads_to(const std::string& volume, uint32_t node) const;

  std::unordered_map<std::string, uint32_t> node_ids_;  // of every node that ever had something: they are few
  Uses uses_;
  std::unordered_map<std::string, Pod> pods_;
  std::unordered_map<std::string, Volume> volumes_;
  std::unordered_map<std::string, std::set<std::string>> volumes_of_secret_;
  std::unordered_map<std::string, Pod> attached_;  // attachments and slices
};

}  // namespace pintle::access
