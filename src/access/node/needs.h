// What a Pod's node, or the node of a volume's Pod, must be able to read.
//
// Ownership: views of the object, which outlives what is made here; PodReferences holds the names that it makes itself.
// Thread: pure. Source: plugin/pkg/auth/authorizer/node/graph.go (AddPod, AddPV), pkg/api/v1/persistentvolume/util.go,
// dynamic-resource-allocation/resourceclaim (Name), component-helpers/storage/ephemeral.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "access/node/graph.h"
#include "views/core_v1.h"

namespace pintle::access {

class PodReferences {
 public:
  explicit PodReferences(core::v1::Pod pod);
  PodReferences(const PodReferences&) = delete;
  const PodNeeds& needs() const { return needs_; }

 private:
  void add(Vertex::Kind kind, std::string_view name);
  void add_claims(core::v1::Pod pod);
  void add_resource_claims(core::v1::Pod pod);

  PodNeeds needs_;
  std::deque<std::string> made_names_;
};

// Of everything in a stored Pod that its needs depend on and that may change: the spec, and which claims were made for it. nullopt:
// it has no node, or cannot be read.
std::optional<uint64_t> digest_of_needs(std::string_view stored);

// Of a volume that is bound to a claim.
VolumeNeeds needs_of(core::v1::PersistentVolume volume);

}  // namespace pintle::access
