#include "access/node/node_graph.h"

#include <algorithm>
#include <utility>

#include "access/node/needs.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "views/core_v1.h"
#include "views/resource_v1.h"
#include "views/storage_v1.h"

namespace pintle::access {
namespace {

constexpr std::string_view kPods = "/registry/pods/";
constexpr std::string_view kVolumes = "/registry/persistentvolumes/";
constexpr std::string_view kAttachments = "/registry/volumeattachments/";
constexpr std::string_view kSlices = "/registry/resourceslices/";
constexpr std::string_view kNodes = "/registry/minions/";
constexpr std::string_view kFollowed[] = {kPods, kVolumes, kAttachments, kSlices};

std::string_view constant_of(std::string_view prefix) { return *std::ranges::find(kFollowed, prefix); }

const schema::Type& type_of(std::string_view prefix) {
  if (prefix == kVolumes) return core::v1::PersistentVolume::schema_type();
  return prefix == kAttachments ? storage::v1::VolumeAttachment::schema_type() : resource::v1::ResourceSlice::schema_type();
}

// Of "namespace/name".
std::string_view namespace_of(std::string_view name) { return name.substr(0, name.find('/')); }
std::string_view name_of(std::string_view name) { return name.substr(name.find('/') + 1); }

}  // namespace

void NodeGraph::start() {
  if (cache_.resource(kNodes)->snapshot().size() > 0) std::call_once(followed_, [this] { follow(); });
}

void NodeGraph::follow() {
  for (const std::string_view prefix : kFollowed) {
    if (auto followed = follow(prefix); !followed)
      log_error("The node authorizer cannot follow the store", {{"prefix", std::string(prefix)}, {"error", followed.error()}});
  }
  thread_ = std::jthread([this](std::stop_token stopping) { run(stopping); });
}

// The cache has the bytes already.
Result<void> NodeGraph::follow(std::string_view prefix) {
  const cache::Snapshot snapshot = cache_.resource(prefix)->snapshot();
  for (cache::ObjectRange at = snapshot.range(prefix); at; ++at) put(prefix, at->key().substr(prefix.size()), at->canonical());
  PINTLE_TRY(auto follower, Follower::from(store_, std::string(prefix), snapshot.revision(), *this));
  followers_.push_back(std::move(follower));
  return {};
}

void NodeGraph::stop() {
  followers_.clear();
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool NodeGraph::knows(const Vertex& vertex, std::string_view node) const {
  const std::shared_lock lock(graph_mutex_);
  return graph_.leads_to(vertex, node);
}

bool NodeGraph::leads_to(const Vertex& vertex, std::string_view node) {
  std::call_once(followed_, [this] { follow(); });
  if (knows(vertex, node)) return true;
  drain();
  return knows(vertex, node);
}

void NodeGraph::put(std::string_view prefix, std::string_view name, const Bytes& stored) {
  const std::lock_guard lock(queue_mutex_);
  queue_.push_back({.prefix = constant_of(prefix), .name = std::string(name), .stored = stored});
}

void NodeGraph::erase(std::string_view prefix, std::string_view name) {
  const std::lock_guard lock(queue_mutex_);
  queue_.push_back({.prefix = constant_of(prefix), .name = std::string(name), .erased = true});
}

void NodeGraph::run(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    {
      std::unique_lock lock(queue_mutex_);
      wake_.wait(lock, stopping, [this] { return !queue_.empty(); });
    }
    drain();
  }
}

void NodeGraph::drain() {
  const std::lock_guard draining(drain_mutex_);
  std::deque<Change> changes;
  {
    const std::lock_guard lock(queue_mutex_);
    changes.swap(queue_);
  }
  for (const Change& change : changes) apply(change);
}

void NodeGraph::apply_pod(const Change& change) {
  const auto digest = digest_of_needs(change.stored);
  if (!digest) return;  // it has no node yet
  {
    const std::shared_lock lock(graph_mutex_);
    if (graph_.has_pod(namespace_of(change.name), name_of(change.name), *digest)) return;
  }
  const auto document = read_stored(core::v1::Pod::schema_type(), change.stored);
  if (!document) return log_error("A stored object cannot be read", {{"key", std::string(change.prefix) + change.name}});
  const PodReferences references{core::v1::Pod(&document->root())};
  const std::unique_lock lock(graph_mutex_);
  graph_.set_pod(references.needs(), *digest);
}

void NodeGraph::apply(const Change& change) {
  if (!change.erased && change.prefix == kPods) return apply_pod(change);
  if (!change.erased) {
    const auto document = read_stored(type_of(change.prefix), change.stored);
    if (!document) return log_error("A stored object cannot be read", {{"key", std::string(change.prefix) + change.name}});
    const object::Value* root = &document->root();
    const std::unique_lock lock(graph_mutex_);
    if (change.prefix == kVolumes) {
      const core::v1::PersistentVolume volume(root);
      if (volume.spec().claim_ref()) return graph_.set_volume(change.name, needs_of(volume));
      graph_.erase_volume(change.name);
    } else if (change.prefix == kAttachments) {
      graph_.set_node({Vertex::Kind::kVolumeAttachment, "", change.name}, storage::v1::VolumeAttachment(root).spec().node_name());
    } else {
      const auto node = resource::v1::ResourceSlice(root).spec().node_name();
      graph_.set_node({Vertex::Kind::kResourceSlice, "", change.name}, node.value_or(""));
    }
    return;
  }
  const std::unique_lock lock(graph_mutex_);
  if (change.prefix == kPods) return graph_.erase_pod(namespace_of(change.name), name_of(change.name));
  if (change.prefix == kVolumes) return graph_.erase_volume(change.name);
  const auto kind = change.prefix == kAttachments ? Vertex::Kind::kVolumeAttachment : Vertex::Kind::kResourceSlice;
  graph_.set_node({kind, "", change.name}, "");
}

}  // namespace pintle::access
