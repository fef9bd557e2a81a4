#include "access/follower.h"

#include "base/log.h"
#include "object/protobuf.h"
#include "object/storage.h"

namespace pintle::access {
namespace {

void deliver(const store::EventBatch& batch, std::string_view prefix, ChangeSink& sink) {
  for (const store::Event& event : batch.events) {
    const std::string_view name = std::string_view(event.kv.key).substr(prefix.size());
    if (event.kind == store::Event::Kind::kDelete) {
      sink.erase(prefix, name);
    } else {
      sink.put(prefix, name, event.kv.value);
    }
  }
  sink.publish();
}

}  // namespace

Result<std::unique_ptr<Follower>> Follower::create(store::Store& store, std::string prefix, ChangeSink& sink) {
  PINTLE_TRY(const store::Listing listing, store.list({.prefix = prefix}));
  for (const store::KeyValue& kv : listing.items) sink.put(prefix, std::string_view(kv.key).substr(prefix.size()), kv.value);
  sink.publish();
  return from(store, std::move(prefix), listing.revision, sink);
}

Result<std::unique_ptr<Follower>> Follower::from(store::Store& store, std::string prefix, int64_t after, ChangeSink& sink) {
  auto follower = std::make_unique<Follower>();
  const auto follow = [prefix, &sink](const Result<store::EventBatch>& batch) {
    if (!batch) return log_error("A part of the store is no longer followed", {{"prefix", prefix}, {"error", batch.error()}});
    deliver(*batch, prefix, sink);
  };
  PINTLE_TRY(follower->subscription_, store.subscribe(prefix, after, follow));
  return follower;
}

Result<object::Document> read_stored(const schema::Type& type, const Bytes& stored) {
  PINTLE_TRY(const object::Envelope envelope, object::split_envelope(stored));
  Bytes message = stored.slice(static_cast<size_t>(envelope.message.data() - stored.data()), envelope.message.size());
  return object::decode_protobuf(type, std::move(message));
}

}  // namespace pintle::access
