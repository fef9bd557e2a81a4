#include "plugins/lister.h"

#include "api/stored_object.h"
#include "cache/resource_cache.h"

namespace pintle::plugins {
namespace {

using object::Document;

class CachedLister final : public Lister {
 public:
  explicit CachedLister(const api::Resource& resource) : resource_(resource) {}

  Result<Document> get(std::string_view namespace_, std::string_view name) const override {
    const cache::ObjectPtr object = resource_.cache->snapshot().get(resource_.key(namespace_, name));
    if (!object) return fail(Status::not_found({resource_.kind->group, resource_.kind->singular}, name));
    return api::decode_stored(resource_, *object);
  }

  Result<std::vector<Document>> list(std::string_view namespace_) const override {
    std::vector<Document> documents;
    const cache::Snapshot snapshot = resource_.cache->snapshot();
    for (cache::ObjectRange at = snapshot.range(resource_.key_prefix(namespace_)); at; ++at) {
      PINTLE_TRY(Document document, api::decode_stored(resource_, *at));
      documents.push_back(std::move(document));
    }
    return documents;
  }

 private:
  const api::Resource& resource_;
};

}  // namespace

std::unique_ptr<const Lister> cached_lister(const api::Resource& resource) { return std::make_unique<CachedLister>(resource); }

}  // namespace pintle::plugins
