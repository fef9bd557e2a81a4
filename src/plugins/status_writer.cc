#include "plugins/status_writer.h"

#include <charconv>

#include "api/kept_fields.h"
#include "api/stored_object.h"
#include "object/managed_fields.h"
#include "object/object_meta.h"
#include "object/time.h"
#include "store/store.h"

namespace pintle::plugins {
namespace {

using object::Document;

constexpr std::string_view kManager = "kube-apiserver";

int64_t revision_of(const object::ObjectMeta& meta) {
  int64_t revision = 0;
  const std::string_view text = meta.resource_version();
  std::from_chars(text.data(), text.data() + text.size(), revision);
  return revision;
}

class StoredStatusWriter final : public StatusWriter {
 public:
  StoredStatusWriter(const api::Resource& resource, store::Store& store, const Clock& clock)
      : resource_(resource), store_(store), clock_(clock) {}

  Task<Result<bool>> write(Loop& loop, std::vector<StatusChange> changes) const override {
    store::Transaction transaction;
    for (StatusChange& change : changes) {
      PINTLE_CO_TRY(store::Operation operation, put(change));
      transaction.operations.push_back(std::move(operation));
    }
    auto start = [this, &transaction](auto done) { store_.commit(std::move(transaction), std::move(done)); };
    PINTLE_CO_TRY(const store::CommitResult committed, co_await completion<Result<store::CommitResult>>(loop, start));
    co_return committed.applied;
  }

 private:
  Result<store::Operation> put(StatusChange& change) const {
    const api::Subresource* status = resource_.find_subresource("status");
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    const std::string time = object::format_time({.seconds = seconds});
    const std::vector<std::string_view> kept = api::kept_paths(*resource_.kind, status);
    object::update_managed_fields(*resource_.type, &change.before.root(), change.after,
                                  {.manager = kManager,
                                   .api_version = resource_.api_version,
                                   .kind = resource_.kind->kind,
                                   .subresource = "status",
                                   .time = time,
                                   .reset_fields = kept});
    PINTLE_TRY(Bytes stored, api::encode_stored(resource_, change.after));
    const object::ObjectMeta meta(*resource_.type, change.before.root());
    return store::Operation::put(resource_.key(meta.namespace_name(), meta.name()), std::move(stored),
                                 store::Expect::revision(revision_of(meta)));
  }

  const api::Resource& resource_;
  store::Store& store_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<const StatusWriter> stored_status_writer(const api::Resource& resource, store::Store& store, const Clock& clock) {
  return std::make_unique<StoredStatusWriter>(resource, store, clock);
}

}  // namespace pintle::plugins
