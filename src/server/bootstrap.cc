#include "server/bootstrap.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "api/resource.h"
#include "api/system_write.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "object/object_meta.h"
#include "server/blocking_commit.h"
#include "store/store.h"

namespace pintle::server {
namespace {

using object::Document;

// With what it takes along there is more that may be written by others meanwhile.
constexpr int kAttemptsMax = 10;

const api::Resource* resource_of(const api::Registry& registry, const schema::Type& type) {
  for (const auto& resource : registry.resources())
    if (resource->type == &type) return resource.get();
  return nullptr;
}

bool exists(const api::Resource& resource, const Document& document) {
  const object::ObjectMeta meta(*document.type(), document.root());
  return resource.cache->snapshot().get(resource.key(meta.namespace_name(), meta.name())) != nullptr;
}

Result<void> create(const api::Backend& backend, const api::Resource& resource, const Document& document) {
  for (int attempt = 0; attempt < kAttemptsMax && !exists(resource, document); ++attempt) {
    PINTLE_TRY(store::Transaction creation, finish_now(api::system_creation(resource, backend.clock, document.clone())));
    PINTLE_TRY_VOID(commit_and_wait(backend.store, std::move(creation)));
  }
  return {};
}

}  // namespace

Result<void> write_system_objects(const api::Backend& backend, const groups::ServerPlace& place) {
  std::vector<Document> documents = groups::system_namespaces();
  std::ranges::move(groups::system_priority_classes(), std::back_inserter(documents));
  documents.push_back(groups::kubernetes_service(place));
  if (auto endpoints = groups::kubernetes_endpoints(place)) documents.push_back(*std::move(endpoints));
  if (auto slice = groups::kubernetes_endpoint_slice(place)) documents.push_back(*std::move(slice));
  for (const Document& document : documents) {
    const api::Resource* resource = resource_of(backend.registry, *document.type());
    if (!resource) return fail(Status::internal("no resource serves a system object"));
    const Result<void> created = create(backend, *resource, document);
    if (created) continue;
    // The client's kind of fault: the address is another Service's by now, say. The cluster lives without it, as upstream's does.
    if (created.error().code() >= 500) return created;
    log_error("A system object cannot be made", {{"kind", resource->kind->kind}, {"error", created.error()}});
  }
  return {};
}

}  // namespace pintle::server
