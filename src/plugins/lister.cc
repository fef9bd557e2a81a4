#include "plugins/lister.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "api/stored_object.h"
#include "cache/resource_cache.h"

namespace pintle::plugins {
namespace {

using object::Document;
using SharedDocuments = std::shared_ptr<const std::vector<Document>>;

constexpr size_t kListsRemembered = 256;  // namespaces

class CachedLister final : public Lister {
 public:
  explicit CachedLister(const api::Resource& resource) : resource_(resource) {}

  Result<Document> get(std::string_view namespace_, std::string_view name) const override {
    const cache::ObjectPtr object = resource_.cache->snapshot().get(resource_.key(namespace_, name));
    if (!object) return fail(Status::not_found({resource_.kind->group, resource_.kind->singular}, name));
    return api::decode_stored(resource_, *object);
  }

  Result<std::vector<Document>> list(std::string_view namespace_) const override { return list(resource_.cache->snapshot(), namespace_); }

  Result<SharedDocuments> shared_list(std::string_view namespace_) const override {
    const cache::Snapshot snapshot = resource_.cache->snapshot();
    const int64_t changed = snapshot.state()->revision;
    if (SharedDocuments known = find_known(changed, namespace_)) return known;
    PINTLE_TRY(std::vector<Document> documents, list(snapshot, namespace_));
    auto shared = std::make_shared<const std::vector<Document>>(std::move(documents));
    remember(changed, namespace_, shared);
    return shared;
  }

 private:
  Result<std::vector<Document>> list(const cache::Snapshot& snapshot, std::string_view namespace_) const {
    std::vector<Document> documents;
    for (cache::ObjectRange at = snapshot.range(resource_.key_prefix(namespace_)); at; ++at) {
      PINTLE_TRY(Document document, api::decode_stored(resource_, *at));
      documents.push_back(std::move(document));
    }
    return documents;
  }

  SharedDocuments find_known(int64_t changed, std::string_view namespace_) const {
    const std::lock_guard lock(mutex_);
    const auto found = changed == changed_ ? lists_.find(namespace_) : lists_.end();
    return found == lists_.end() ? nullptr : found->second;
  }

  void remember(int64_t changed, std::string_view namespace_, const SharedDocuments& documents) const {
    const std::lock_guard lock(mutex_);
    if (changed < changed_) return;
    if (changed > changed_ || lists_.size() == kListsRemembered) lists_.clear();
    changed_ = changed;
    lists_.emplace(namespace_, documents);
  }

  const api::Resource& resource_;
  mutable std::mutex mutex_;
  mutable int64_t changed_ = -1;                                       // revision of the kind's newest change that lists_ are of
  mutable std::map<std::string, SharedDocuments, std::less<>> lists_;  // by namespace
};

}  // namespace

std::unique_ptr<const Lister> cached_lister(const api::Resource& resource) { return std::make_unique<CachedLister>(resource); }

}  // namespace pintle::plugins
