#include "api/system_write.h"

#include "api/companions.h"
#include "api/kept_fields.h"
#include "api/stored_object.h"
#include "object/json.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"

namespace pintle::api {

namespace {

int64_t seconds_of(const Clock& clock) { return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count(); }

// A change of a stored object by the server itself, as the steps of a write see it.
class SystemChange {
 public:
  SystemChange(const Resource& resource, const Clock& clock, const object::Document& live, const SystemWriter& writer)
      : writer_(writer),
        time_(object::format_time({.seconds = seconds_of(clock)})),
        write_{.resource = resource,
               .subresource = writer.subresource.empty() ? nullptr : resource.find_subresource(writer.subresource),
               .namespace_ = object::ObjectMeta(*live.type(), live.root()).namespace_name(),
               .now_seconds = seconds_of(clock),
               .warnings = warnings_},
        kept_(kept_paths(*resource.kind, write_.subresource)) {}
  SystemChange(const SystemChange&) = delete;

  const Write& write() const { return write_; }
  object::ManagedRequest managed() const {
    return {.manager = writer_.manager,
            .api_version = write_.resource.api_version,
            .kind = write_.resource.kind->kind,
            .subresource = writer_.subresource,
            .time = time_,
            .reset_fields = kept_};
  }

 private:
  const SystemWriter& writer_;
  std::vector<std::string> warnings_;  // nobody reads them
  const std::string time_;
  const Write write_;
  const std::vector<std::string_view> kept_;
};

// What every update goes through, and the transaction that stores it.
Result<store::Transaction> updated(const Write& write, const cache::Object& stored, const object::Document& live,
                                   object::Document& document) {
  PINTLE_TRY_VOID(before_update(write, document, live.root()));
  set_defaults(write.resource, document);
  PINTLE_TRY(Bytes bytes, encode_stored(write.resource, document));
  store::Transaction transaction;
  transaction.operations.push_back(
      store::Operation::put(std::string(stored.key()), std::move(bytes), store::Expect::revision(stored.revision())));
  return transaction;
}

}  // namespace

Result<store::Transaction> system_update(const Resource& resource, const Clock& clock, const cache::Object& stored,
                                         const object::Document& live, object::Document document, const SystemWriter& writer) {
  const SystemChange change(resource, clock, live, writer);
  object::update_managed_fields(*resource.type, &live.root(), document, change.managed());
  return updated(change.write(), stored, live, document);
}

Result<store::Transaction> system_apply(const Resource& resource, const Clock& clock, const cache::Object& stored,
                                        const object::Document& live, std::string_view configuration, const SystemWriter& writer) {
  const SystemChange change(resource, clock, live, writer);
  PINTLE_TRY(const object::Decoded config, object::decode_json(object::any_type(), Bytes::copy(configuration)));
  PINTLE_TRY(object::Document document,
             object::apply_configuration(*resource.type, &live.root(), config.document.root(), change.managed(), object::Force::kYes,
                                         [&](object::Document& applied) { set_defaults(resource, applied); }));
  object::set_type_meta(document, resource.api_version, resource.kind->kind);
  return updated(change.write(), stored, live, document);
}

Task<Result<store::Transaction>> system_creation(const Resource& resource, const Clock& clock, object::Document document,
                                                 std::string_view manager) {
  const int64_t now = seconds_of(clock);
  const std::string time = object::format_time({.seconds = now});
  const std::string namespace_(object::ObjectMeta(*resource.type, document.root()).namespace_name());
  std::vector<std::string> warnings;
  const Write write{.resource = resource, .namespace_ = namespace_, .now_seconds = now, .warnings = warnings};
  object::set_type_meta(document, resource.api_version, resource.kind->kind);
  set_defaults(resource, document);
  const std::vector<std::string_view> kept = kept_paths(*resource.kind, nullptr);
  object::update_managed_fields(
      *resource.type, nullptr, document,
      {.manager = manager, .api_version = resource.api_version, .kind = resource.kind->kind, .time = time, .reset_fields = kept});
  fill_system_fields(document, now);
  CompanionsPtr companions;
  if (resource.companions) {
    PINTLE_CO_TRY(companions, co_await resource.companions->begin_create(write, document));
  }
  PINTLE_CO_TRY_VOID(before_create(write, document));
  PINTLE_CO_TRY(Bytes stored, encode_stored(resource, document));
  const object::ObjectMeta meta(*resource.type, document.root());
  store::Transaction transaction;
  transaction.operations.push_back(
      store::Operation::put(resource.key(meta.namespace_name(), meta.name()), std::move(stored), store::Expect::absent()));
  if (companions) {
    PINTLE_CO_TRY(std::vector<store::Operation> others, co_await companions->operations());
    for (store::Operation& other : others) transaction.operations.push_back(std::move(other));
  }
  co_return transaction;
}

}  // namespace pintle::api
