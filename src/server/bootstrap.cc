#include "server/bootstrap.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <vector>

#include "api/kept_fields.h"
#include "api/lifecycle.h"
#include "api/resource.h"
#include "api/stored_object.h"
#include "cache/resource_cache.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"
#include "store/store.h"

namespace pintle::server {
namespace {

using object::Document;

constexpr std::string_view kManager = "kube-apiserver";

const api::Resource* resource_of(const api::Registry& registry, const schema::Type& type) {
  for (const auto& resource : registry.resources())
    if (resource->type == &type) return resource.get();
  return nullptr;
}

int64_t now_seconds(const Clock& clock) { return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count(); }

// What a create does, without a request.
Result<store::Operation> prepare(const api::Backend& backend, const api::Resource& resource, Document& document) {
  const int64_t now = now_seconds(backend.clock);
  const std::string time = object::format_time({.seconds = now});
  std::vector<std::string> warnings;
  const std::string namespace_(object::ObjectMeta(*resource.type, document.root()).namespace_name());
  const api::Write write{.resource = resource, .namespace_ = namespace_, .now_seconds = now, .warnings = warnings};
  object::set_type_meta(document, resource.api_version, resource.kind->kind);
  api::set_defaults(resource, document);
  const std::vector<std::string_view> kept = api::kept_paths(*resource.kind, nullptr);
  object::update_managed_fields(
      *resource.type, nullptr, document,
      {.manager = kManager, .api_version = resource.api_version, .kind = resource.kind->kind, .time = time, .reset_fields = kept});
  api::fill_system_fields(document, now);
  PINTLE_TRY_VOID(api::before_create(write, document));
  PINTLE_TRY(Bytes stored, api::encode_stored(resource, document));
  const object::ObjectMeta meta(*resource.type, document.root());
  return store::Operation::put(resource.key(meta.namespace_name(), meta.name()), std::move(stored), store::Expect::absent());
}

Result<void> commit(store::Store& store, store::Operation operation) {
  std::promise<Result<store::CommitResult>> done;
  store::Transaction transaction;
  transaction.operations.push_back(std::move(operation));
  store.commit(std::move(transaction), [&done](Result<store::CommitResult> result) { done.set_value(std::move(result)); });
  PINTLE_TRY_VOID(done.get_future().get());
  return {};  // not applied: another server was quicker
}

}  // namespace

Result<void> write_system_objects(const api::Backend& backend, const groups::ServerPlace& place) {
  std::vector<Document> documents = groups::system_namespaces();
  std::ranges::move(groups::system_priority_classes(), std::back_inserter(documents));
  documents.push_back(groups::kubernetes_service(place));
  if (auto endpoints = groups::kubernetes_endpoints(place)) documents.push_back(*std::move(endpoints));
  if (auto slice = groups::kubernetes_endpoint_slice(place)) documents.push_back(*std::move(slice));
  for (Document& document : documents) {
    const api::Resource* resource = resource_of(backend.registry, *document.type());
    if (!resource) return fail(Status::internal("no resource serves a system object"));
    const object::ObjectMeta meta(*document.type(), document.root());
    if (resource->cache->snapshot().get(resource->key(meta.namespace_name(), meta.name()))) continue;
    PINTLE_TRY(store::Operation operation, prepare(backend, *resource, document));
    PINTLE_TRY_VOID(commit(backend.store, std::move(operation)));
  }
  return {};
}

}  // namespace pintle::server
