#include "cache/resource_hub.h"

#include <algorithm>

#include "base/check.h"
#include "cache/live_watch.h"

namespace pintle::cache {

ResourceHub::ResourceHub(LoopHub& loop_hub, std::shared_ptr<LiveResource> resource) : loop_hub_(loop_hub), resource_(std::move(resource)) {
  const Snapshot newest = resource_->snapshot();
  delivered_place_ = newest.state()->history.end();
  delivered_revision_ = newest.revision();
  const std::vector<SelectableField>& fields = resource_->spec().selectable_fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].indexed) by_field_.push_back({.field = i, .buckets = {}});
  }
}

// "/registry/pods/default/" of "/registry/pods/default/web", "" of the key of a cluster-wide object.
std::string_view ResourceHub::namespace_prefix(std::string_view key) const {
  const size_t slash = key.find('/', resource_->spec().key_prefix.size());
  return slash == std::string_view::npos ? std::string_view() : key.substr(0, slash + 1);
}

std::pair<ResourceHub::Buckets*, std::string_view> ResourceHub::home(const LiveWatch& watch) {
  const WatchOptions& options = watch.options();
  if (!options.key.empty()) return {&by_key_, options.key};
  if (const auto match = options.selection ? options.selection->indexed_match() : std::nullopt) {
    const auto found = std::ranges::find(by_field_, match->field, &FieldBuckets::field);
    PINTLE_CHECK(found != by_field_.end());
    return {&found->buckets, match->value};
  }
  const bool one_namespace = !options.key_prefix.empty() && namespace_prefix(options.key_prefix) == options.key_prefix;
  return one_namespace ? std::pair(&by_namespace_, std::string_view(options.key_prefix)) : std::pair(nullptr, std::string_view());
}

void ResourceHub::add(LiveWatch& watch) {
  const auto [buckets, text] = home(watch);
  WatchBucket& bucket = buckets ? buckets->try_emplace(std::string(text)).first->second : rest_;
  watch.set_slot(bucket.size());
  bucket.push_back(&watch);
}

void ResourceHub::remove(LiveWatch& watch) {
  const auto [buckets, text] = home(watch);
  const auto found = buckets ? buckets->find(text) : Buckets::iterator();
  WatchBucket& bucket = buckets ? found->second : rest_;
  bucket.back()->set_slot(watch.slot());
  std::swap(bucket[watch.slot()], bucket.back());
  bucket.pop_back();
  if (buckets && bucket.empty()) buckets->erase(found);
}

void ResourceHub::deliver() {
  if (resource_->ended()) return end_all();
  const Snapshot newest = resource_->snapshot();
  const HistoryView& history = newest.state()->history;
  // When the loop was so late that the history has gone on without it, every live watch has a gap.
  if (delivered_place_ < history.begin()) end_all();
  for (uint64_t place = std::max(delivered_place_, history.begin()); place < history.end(); ++place) deliver(history.at(place), place);
  delivered_place_ = history.end();
  delivered_revision_ = newest.revision();
}

void ResourceHub::deliver(const Change& change, uint64_t place) {
  const std::string_view key = change.key();
  deliver(by_key_, key, change, place);
  deliver(by_namespace_, namespace_prefix(key), change, place);
  for (FieldBuckets& index : by_field_) {
    const Object* current = change.current().get();
    const Object* previous = change.previous().get();
    if (current) deliver(index.buckets, current->field(index.field), change, place);
    if (!previous || (current && current->field(index.field) == previous->field(index.field))) continue;
    deliver(index.buckets, previous->field(index.field), change, place);
  }
  deliver(rest_, change, place);
}

void ResourceHub::deliver(Buckets& buckets, std::string_view text, const Change& change, uint64_t place) {
  if (buckets.empty()) return;
  const auto found = buckets.find(text);
  if (found == buckets.end()) return;
  deliver(found->second, change, place);
  if (found->second.empty()) buckets.erase(found);
}

// A watch that is full leaves the bucket meanwhile, and the last one takes its place.
void ResourceHub::deliver(WatchBucket& bucket, const Change& change, uint64_t place) {
  for (size_t i = 0; i < bucket.size();) {
    LiveWatch& watch = *bucket[i];
    if (watch.push(change, place)) {
      ++i;
      continue;
    }
    bucket.back()->set_slot(i);
    bucket[i] = bucket.back();
    bucket.pop_back();
  }
}

void ResourceHub::end_all() {
  std::vector<LiveWatch*> ended = std::exchange(rest_, {});
  const auto take = [&ended](Buckets& buckets) {
    for (auto& [text, bucket] : buckets) ended.insert(ended.end(), bucket.begin(), bucket.end());
    buckets.clear();
  };
  take(by_key_);
  take(by_namespace_);
  for (FieldBuckets& index : by_field_) take(index.buckets);
  for (LiveWatch* watch : ended) watch->end();
}

}  // namespace pintle::cache
