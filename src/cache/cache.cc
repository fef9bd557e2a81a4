#include "cache/cache.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "cache/live_resource.h"
#include "cache/loop_hub.h"
#include "cache/revision_wait.h"
#include "cache/routes.h"

namespace pintle::cache {
namespace {

constexpr size_t kLoadPageKeys = 1000;  // read from the store at once

// Calls `on_item` for everything under `prefix` at `revision` (0: the newest), in the order of keys. Returns the revision.
template <class OnItem>
Result<int64_t> read_all(const store::Store& store, const std::string& prefix, int64_t revision, OnItem on_item) {
  store::ListOptions page{.prefix = prefix, .revision = revision, .limit = kLoadPageKeys};
  for (;;) {
    PINTLE_TRY(const store::Listing listing, store.list(page));
    for (const store::KeyValue& kv : listing.items) on_item(kv);
    if (!listing.more) return listing.revision;
    page.revision = listing.revision;
    page.start_key = listing.items.back().key + '\0';
  }
}

// A resource that is being added: what the subscription brings meanwhile waits for the listing.
struct Loading {
  std::shared_ptr<LiveResource> resource;
  std::vector<store::Event> events;
};

class StoreCache final : public Cache {
 public:
  StoreCache(store::Store& store, EncodingBudget& budget, CacheOptions options)
      : store_(store), budget_(budget), options_(std::move(options)), context_{*options_.clock, store, hubs_} {}
  ~StoreCache() override { stop(); }

  Result<void> start(std::vector<ResourceSpec> specs);

  std::shared_ptr<ResourceCache> resource(std::string_view key_prefix) const override { return routes()->with_prefix(key_prefix); }
  Result<std::shared_ptr<ResourceCache>> add_resource(ResourceSpec spec) override;
  bool remove_resource(std::string_view key_prefix) override;
  int64_t revision() const override { return context_.revision(); }
  Task<Result<void>> wait_for(int64_t revision, Loop& loop) override;
  void trim() override;
  void stop() override;

 private:
  Result<int64_t> load();
  std::shared_ptr<const Routes> routes() const;
  // The writer mutex is held.
  void set_routes(std::vector<std::shared_ptr<LiveResource>> resources);
  Result<Loading*> begin_loading(ResourceSpec spec);
  void finish_loading(Loading* loading, int64_t revision);
  void apply(const store::EventBatch& batch);
  void on_batch(Result<store::EventBatch> batch);

  store::Store& store_;
  EncodingBudget& budget_;
  const CacheOptions options_;
  LoopHubs hubs_;
  ResourceContext context_;

  std::mutex writer_mutex_;  // one writer at a time; guards loading_
  std::vector<std::unique_ptr<Loading>> loading_;
  mutable std::mutex routes_mutex_;
  std::shared_ptr<const Routes> routes_ = std::make_shared<const Routes>();
  std::mutex subscription_mutex_;
  std::unique_ptr<store::Subscription> subscription_;
};

Result<void> StoreCache::start(std::vector<ResourceSpec> specs) {
  std::vector<std::shared_ptr<LiveResource>> resources;
  for (ResourceSpec& spec : specs) {
    PINTLE_TRY(auto resource, LiveResource::create(std::move(spec), budget_, context_));
    resources.push_back(std::move(resource));
  }
  set_routes(std::move(resources));
  PINTLE_TRY(const int64_t revision, load());
  for (const auto& resource : routes()->resources()) resource->finish_load(revision);
  context_.applied.store(revision, std::memory_order_seq_cst);
  PINTLE_TRY(subscription_,
             store_.subscribe(options_.key_prefix, revision, [this](Result<store::EventBatch> batch) { on_batch(std::move(batch)); }));
  return {};
}

// What comes after the revision that is returned comes by the subscription.
Result<int64_t> StoreCache::load() {
  const int64_t revision = std::max(store_.compacted_revision(), store_.revision() - options_.history_revisions);
  if (revision <= 0) return 0;  // the history has everything
  const std::shared_ptr<const Routes> all = routes();
  LiveResource* last = nullptr;
  return read_all(store_, options_.key_prefix, revision, [&](const store::KeyValue& kv) {
    if (!last || !kv.key.starts_with(last->spec().key_prefix)) last = all->find(kv.key);
    if (last) last->load(kv);
  });
}

std::shared_ptr<const Routes> StoreCache::routes() const {
  const std::lock_guard lock(routes_mutex_);
  return routes_;
}

void StoreCache::set_routes(std::vector<std::shared_ptr<LiveResource>> resources) {
  auto next = std::make_shared<const Routes>(std::move(resources));
  const std::lock_guard lock(routes_mutex_);
  routes_.swap(next);
}

void StoreCache::on_batch(Result<store::EventBatch> batch) {
  if (batch) {
    apply(*batch);
  } else if (options_.on_lost_store) {
    options_.on_lost_store(std::move(batch).error());
  }
}

void StoreCache::apply(const store::EventBatch& batch) {
  const std::lock_guard lock(writer_mutex_);
  const std::shared_ptr<const Routes> all = routes();
  std::vector<LiveResource*> changed;
  for (const store::Event& event : batch.events) {
    if (LiveResource* resource = all->find(event.kv.key)) {
      resource->apply(event);
      if (std::ranges::find(changed, resource) == changed.end()) changed.push_back(resource);
      continue;
    }
    for (const auto& loading : loading_) {
      if (event.kv.key.starts_with(loading->resource->spec().key_prefix)) loading->events.push_back(event);
    }
  }
  for (LiveResource* resource : changed) resource->publish();
  // A snapshot may call itself exact at this revision only when every resource has its changes.
  context_.applied.store(batch.revision, std::memory_order_seq_cst);
  for (LiveResource* resource : changed) hubs_.notify(resource->shared_from_this());
  hubs_.notify_revision(batch.revision);
}

Result<std::shared_ptr<ResourceCache>> StoreCache::add_resource(ResourceSpec spec) {
  const std::string prefix = spec.key_prefix;
  PINTLE_TRY(Loading * loading, begin_loading(std::move(spec)));
  const std::shared_ptr<LiveResource> resource = loading->resource;
  const Result<int64_t> revision = read_all(store_, prefix, 0, [&](const store::KeyValue& kv) { resource->load(kv); });
  const std::lock_guard lock(writer_mutex_);
  if (revision) finish_loading(loading, *revision);
  std::erase_if(loading_, [loading](const auto& entry) { return entry.get() == loading; });
  if (!revision) return fail(revision.error());
  return resource;
}

Result<Loading*> StoreCache::begin_loading(ResourceSpec spec) {
  const std::lock_guard lock(writer_mutex_);
  const auto overlaps = [&spec](const std::shared_ptr<LiveResource>& other) { return overlap(spec.key_prefix, other->spec().key_prefix); };
  if (std::ranges::any_of(routes()->resources(), overlaps) ||
      std::ranges::any_of(loading_, overlaps, [](const auto& entry) -> const auto& { return entry->resource; })) {
    return fail(Status::conflict({.group = "", .resource = "cache"}, spec.key_prefix, "its keys belong to another resource"));
  }
  PINTLE_TRY(auto resource, LiveResource::create(std::move(spec), budget_, context_));
  loading_.push_back(std::make_unique<Loading>(Loading{.resource = std::move(resource), .events = {}}));
  return loading_.back().get();
}

void StoreCache::finish_loading(Loading* loading, int64_t revision) {
  LiveResource& resource = *loading->resource;
  resource.finish_load(revision);
  for (const store::Event& event : loading->events) {
    if (event.kv.mod_revision > revision) resource.apply(event);
  }
  resource.publish();
  std::vector<std::shared_ptr<LiveResource>> resources = routes()->resources();
  resources.push_back(loading->resource);
  set_routes(std::move(resources));
}

bool StoreCache::remove_resource(std::string_view key_prefix) {
  const std::lock_guard lock(writer_mutex_);
  std::vector<std::shared_ptr<LiveResource>> resources = routes()->resources();
  const auto found =
      std::ranges::find(resources, key_prefix, [](const auto& resource) -> std::string_view { return resource->spec().key_prefix; });
  if (found == resources.end()) return false;
  const std::shared_ptr<LiveResource> removed = *found;
  resources.erase(found);
  set_routes(std::move(resources));
  removed->end_watches();
  hubs_.notify(removed);
  return true;
}

Task<Result<void>> StoreCache::wait_for(int64_t revision, Loop& loop) {
  if (context_.revision() < revision) co_await RevisionWait(hubs_.of(loop, context_), revision);
  const int64_t current = context_.revision();
  if (current < revision) co_return fail(too_large_resource_version(revision, current, 1));
  co_return Result<void>();
}

void StoreCache::trim() {
  budget_.age();
  const std::lock_guard lock(writer_mutex_);
  for (const auto& resource : routes()->resources()) resource->trim();
}

void StoreCache::stop() {
  {
    const std::lock_guard lock(subscription_mutex_);
    subscription_.reset();
  }
  for (const auto& resource : routes()->resources()) {
    resource->end_watches();
    hubs_.notify(resource);
  }
}

}  // namespace

Result<std::unique_ptr<Cache>> Cache::create(store::Store& store, EncodingBudget& budget, std::vector<ResourceSpec> specs,
                                             CacheOptions options) {
  auto cache = std::make_unique<StoreCache>(store, budget, std::move(options));
  PINTLE_TRY_VOID(cache->start(std::move(specs)));
  return cache;
}

}  // namespace pintle::cache
