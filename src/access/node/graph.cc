#include "access/node/graph.h"

#include <algorithm>

namespace pintle::access {
namespace {

std::string vertex_key(const Vertex& vertex) {
  std::string key(1, static_cast<char>('a' + static_cast<char>(vertex.kind)));
  return key.append(vertex.namespace_).append("/").append(vertex.name);
}

}  // namespace

uint32_t Graph::node_id(std::string_view node) {
  return node_ids_.try_emplace(std::string(node), static_cast<uint32_t>(node_ids_.size())).first->second;
}

Graph::Uses::value_type* Graph::use(const Vertex& vertex, uint32_t node) {
  auto& entry = *uses_.try_emplace(vertex_key(vertex)).first;
  std::vector<Use>& uses = entry.second;
  const auto at = std::ranges::lower_bound(uses, node, {}, &Use::node);
  if (at != uses.end() && at->node == node) {
    ++at->count;
  } else {
    uses.insert(at, {.node = node, .count = 1});
  }
  return &entry;
}

void Graph::drop(Uses::value_type* entry, uint32_t node) {
  std::vector<Use>& uses = entry->second;
  const auto at = std::ranges::lower_bound(uses, node, {}, &Use::node);
  if (--at->count == 0) uses.erase(at);
  if (uses.empty()) uses_.erase(uses_.find(entry->first));
}

bool Graph::has_pod(std::string_view namespace_, std::string_view name, uint64_t digest) const {
  const auto known = pods_.find(vertex_key({Vertex::Kind::kPod, namespace_, name}));
  return known != pods_.end() && known->second.digest == digest;
}

void Graph::set_pod(const PodNeeds& pod, uint64_t digest) {
  erase_pod(pod.namespace_, pod.name);
  const Vertex self{Vertex::Kind::kPod, pod.namespace_, pod.name};
  Pod made{.node = node_id(pod.node), .digest = digest};
  made.needs.push_back(use(self, made.node));
  for (const Vertex& vertex : pod.needs) made.needs.push_back(use(vertex, made.node));
  pods_.emplace(vertex_key(self), std::move(made));
}

void Graph::erase_pod(std::string_view namespace_, std::string_view name) {
  const auto known = pods_.find(vertex_key({Vertex::Kind::kPod, namespace_, name}));
  if (known == pods_.end()) return;
  for (Uses::value_type* entry : known->second.needs) drop(entry, known->second.node);
  pods_.erase(known);
}

void Graph::set_volume(std::string_view name, const VolumeNeeds& volume) {
  erase_volume(name);
  Volume made{.claim = vertex_key(volume.claim)};
  for (const Vertex& secret : volume.secrets) {
    made.secrets.push_back(vertex_key(secret));
    volumes_of_secret_[made.secrets.back()].emplace(name);
  }
  volumes_.emplace(name, std::move(made));
}

void Graph::erase_volume(std::string_view name) {
  const auto known = volumes_.find(std::string(name));
  if (known == volumes_.end()) return;
  for (const std::string& secret : known->second.secrets) {
    const auto volumes = volumes_of_secret_.find(secret);
    if (volumes == volumes_of_secret_.end()) continue;
    volumes->second.erase(known->first);
    if (volumes->second.empty()) volumes_of_secret_.erase(volumes);
  }
  volumes_.erase(known);
}

void Graph::set_node(const Vertex& vertex, std::string_view node) {
  const std::string key = vertex_key(vertex);
  if (const auto known = attached_.find(key); known != attached_.end()) {
    for (Uses::value_type* entry : known->second.needs) drop(entry, known->second.node);
    attached_.erase(known);
  }
  if (node.empty()) return;
  const uint32_t id = node_id(node);
  attached_.emplace(key, Pod{.node = id, .digest = 0, .needs = {use(vertex, id)}});
}

bool Graph::is_used(const std::string& key, uint32_t node) const {
  const auto found = uses_.find(key);
  return found != uses_.end() && std::ranges::binary_search(found->second, node, {}, &Use::node);
}

bool Graph::volume_leads_to(const std::string& volume, uint32_t node) const {
  const auto found = volumes_.find(volume);
  return found != volumes_.end() && is_used(found->second.claim, node);
}

bool Graph::leads_to(const Vertex& vertex, std::string_view node) const {
  const auto id = node_ids_.find(std::string(node));
  if (id == node_ids_.end()) return false;
  if (vertex.kind == Vertex::Kind::kVolume) return volume_leads_to(std::string(vertex.name), id->second);
  const std::string key = vertex_key(vertex);
  if (is_used(key, id->second)) return true;
  const auto volumes = volumes_of_secret_.find(key);
  if (vertex.kind != Vertex::Kind::kSecret || volumes == volumes_of_secret_.end()) return false;
  return std::ranges::any_of(volumes->second, [&](const std::string& volume) { return volume_leads_to(volume, id->second); });
}

}  // namespace pintle::access
