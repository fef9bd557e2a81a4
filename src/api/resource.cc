#include "api/resource.h"

#include "api/action.h"
#include "api/companions.h"
#include "api/connector.h"
#include "api/stored_object.h"
#include "base/check.h"

namespace pintle::api {
namespace {

std::string path_of(std::string_view group, std::string_view version, std::string_view resource) {
  std::string path;
  path.reserve(group.size() + version.size() + resource.size() + 2);
  path.append(group).append("/").append(version).append("/").append(resource);
  return path;
}

}  // namespace

std::string group_version(std::string_view group, std::string_view version) {
  return group.empty() ? std::string(version) : std::string(group) + "/" + std::string(version);
}

const Subresource* Resource::find_subresource(std::string_view name) const {
  for (const Subresource& subresource : kind->subresources)
    if (subresource.name == name) return &subresource;
  return nullptr;
}

const Answerer* Resource::find_answerer(std::string_view subresource) const {
  for (const auto& [name, answerer] : answerers)
    if (name == subresource) return answerer.get();
  return nullptr;
}

const Connector* Resource::find_connector(std::string_view subresource) const {
  for (const auto& [name, connector] : connectors)
    if (name == subresource) return connector.get();
  return nullptr;
}

std::string Resource::key_prefix(std::string_view namespace_) const {
  std::string prefix(kind->key_prefix);
  if (!namespace_.empty() && is_namespaced()) prefix.append(namespace_).append("/");
  return prefix;
}

std::string Resource::key(std::string_view namespace_, std::string_view name) const { return key_prefix(namespace_).append(name); }

Result<void> Registry::add(const Kind& kind, std::shared_ptr<cache::ResourceCache> cache) {
  auto resource = std::make_unique<Resource>();
  resource->kind = &kind;
  for (const auto& other : resources_) resource->json_slot += cache && other->cache == cache;
  resource->cache = std::move(cache);
  resource->api_version = group_version(kind.group, kind.version);
  resource->json_head = Bytes::take(json_type_meta(resource->api_version, kind.kind));
  resource->type = schema::find_builtin_kind(kind.group, kind.version, kind.kind);
  resource->storage_api_version = kind.storage_group_version.empty() ? resource->api_version : std::string(kind.storage_group_version);
  resource->storage_kind = kind.kind;
  const std::string_view stored = resource->storage_api_version;
  const size_t slash = stored.find('/');
  const std::string_view group = slash == std::string_view::npos ? std::string_view() : stored.substr(0, slash);
  const std::string_view version = slash == std::string_view::npos ? stored : stored.substr(slash + 1);
  resource->storage_type = schema::find_builtin_kind(group, version, kind.kind);
  if (!resource->type || !resource->storage_type)
    return fail(Status::internal("no schema for kind " + std::string(kind.kind) + " in " + resource->api_version));
  resource->row_skips = object::FieldSkips::of(*resource->type, kind.row_skips);
  by_path_.emplace(path_of(kind.group, kind.version, kind.resource), resource.get());
  resources_.push_back(std::move(resource));
  return {};
}

void Registry::accompany(std::string_view group, std::string_view version, std::string_view resource,
                         std::shared_ptr<CompanionWriter> writer) {
  const auto found = by_path_.find(path_of(group, version, resource));
  PINTLE_CHECK(found != by_path_.end());
  found->second->companions = std::move(writer);
}

void Registry::observe(std::string_view group, std::string_view version, std::string_view resource,
                       std::shared_ptr<const Observer> observer) {
  const auto found = by_path_.find(path_of(group, version, resource));
  PINTLE_CHECK(found != by_path_.end());
  found->second->observer = std::move(observer);
}

void Registry::answer(std::string_view group, std::string_view version, std::string_view resource, std::string_view subresource,
                      std::shared_ptr<const Answerer> answerer) {
  const auto found = by_path_.find(path_of(group, version, resource));
  PINTLE_CHECK(found != by_path_.end());
  PINTLE_CHECK(subresource.empty() || found->second->find_subresource(subresource));
  found->second->answerers.emplace_back(subresource, std::move(answerer));
}

void Registry::connect(std::string_view group, std::string_view version, std::string_view resource, std::string_view subresource,
                       std::shared_ptr<const Connector> connector) {
  const auto found = by_path_.find(path_of(group, version, resource));
  PINTLE_CHECK(found != by_path_.end());
  const Subresource* connected = found->second->find_subresource(subresource);
  PINTLE_CHECK(connected && connected->serves == SubresourceKind::kConnect);
  found->second->connectors.emplace_back(subresource, std::move(connector));
}

const Resource* Registry::find(std::string_view group, std::string_view version, std::string_view resource) const {
  const auto found = by_path_.find(path_of(group, version, resource));
  return found == by_path_.end() ? nullptr : found->second;
}

bool Registry::has_group_version(std::string_view group, std::string_view version) const {
  for (const auto& resource : resources_)
    if (resource->kind->group == group && resource->kind->version == version) return true;
  return false;
}

}  // namespace pintle::api
