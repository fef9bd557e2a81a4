// Resource: a Kind with what it takes to serve it; and the Registry of all that are served.
//
//   const Resource* pods = registry.find("", "v1", "pods");   // null: 404
//
// Ownership: the Registry owns its Resources; they live as long as it does. Immutable after main has built it; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/kind.h"
#include "base/bytes.h"
#include "base/result.h"
#include "object/field_skips.h"
#include "schema/type.h"

namespace pintle::cache {
class ResourceCache;
}

namespace pintle::api {

class Answerer;
class CompanionWriter;
class Connector;
class Observer;

struct Resource {
  const Kind* kind = nullptr;
  const schema::Type* type = nullptr;          // of the served version
  const schema::Type* storage_type = nullptr;  // of the stored version; the same when no conversion is needed
  std::string api_version;                     // "apps/v1", "v1"
  Bytes json_head;                             // {"kind":"Deployment","apiVersion":"apps/v1",
  std::string storage_api_version;
  std::string storage_kind;
  std::shared_ptr<cache::ResourceCache> cache;  // null: not stored (reviews)
  uint8_t json_slot = 0;                        // under which cached objects remember their JSON at this version
  object::FieldSkips row_skips;                 // what decode_for_row leaves out
  std::shared_ptr<CompanionWriter> companions;  // null: its objects are written alone
  std::shared_ptr<const Observer> observer;     // of what is read and not stored; null for all others

  // What answers creates that store nothing (action.h), by subresource, "" for the resource itself.
  std::vector<std::pair<std::string, std::shared_ptr<const Answerer>>> answerers;
  // What passes requests on (connector.h), by subresource.
  std::vector<std::pair<std::string, std::shared_ptr<const Connector>>> connectors;

  GroupResource group_resource() const { return {kind->group, kind->resource}; }
  bool is_namespaced() const { return kind->scope == Scope::kNamespaced; }
  bool converts() const { return kind->from_storage != nullptr; }
  const Subresource* find_subresource(std::string_view name) const;
  const Answerer* find_answerer(std::string_view subresource) const;    // null when there is none
  const Connector* find_connector(std::string_view subresource) const;  // null when there is none
  // The storage key: prefix, namespace and name.
  std::string key(std::string_view namespace_, std::string_view name) const;
  // The prefix of all keys of a namespace; of all when it is "" (with its slash at the end).
  std::string key_prefix(std::string_view namespace_) const;
};

// Text of a group and version: "v1" for the core group.
std::string group_version(std::string_view group, std::string_view version);

class Registry {
 public:
  // `cache_of` gives the cache of a kind's key prefix, or null. Errors: a kind without a schema type.
  template <class CacheOf>
  static Result<std::unique_ptr<Registry>> create(std::span<const Kind* const> kinds, CacheOf&& cache_of) {
    auto registry = std::make_unique<Registry>();
    for (const Kind* kind : kinds) {
      PINTLE_TRY_VOID(registry->add(*kind, kind->key_prefix.empty() ? nullptr : cache_of(kind->key_prefix)));
    }
    return registry;
  }

  Result<void> add(const Kind& kind, std::shared_ptr<cache::ResourceCache> cache);
  // From now on the resource's objects are written with companions. It must be there; before anything is served.
  void accompany(std::string_view group, std::string_view version, std::string_view resource, std::shared_ptr<CompanionWriter> writer);
  // From now on reads of the resource, which is not stored, are answered by this. It must be there; before anything is served.
  void observe(std::string_view group, std::string_view version, std::string_view resource, std::shared_ptr<const Observer> observer);
  // From now on creates of the resource ("") or of its subresource are answered by this. It must be there; before anything is served.
  void answer(std::string_view group, std::string_view version, std::string_view resource, std::string_view subresource,
              std::shared_ptr<const Answerer> answerer);
  // From now on requests for the subresource, which serves kConnect, are passed on by this. It must be there; before anything is served.
  void connect(std::string_view group, std::string_view version, std::string_view resource, std::string_view subresource,
               std::shared_ptr<const Connector> connector);
  const Resource* find(std::string_view group, std::string_view version, std::string_view resource) const;
  bool has_group_version(std::string_view group, std::string_view version) const;
  const std::vector<std::unique_ptr<Resource>>& resources() const { return resources_; }

 private:
  std::vector<std::unique_ptr<Resource>> resources_;
  std::unordered_map<std::string, Resource*> by_path_;  // "group/version/resource"
};

}  // namespace pintle::api
