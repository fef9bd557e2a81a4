#include "api/system_write.h"

#include "api/companions.h"
#include "api/kept_fields.h"
#include "api/stored_object.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"

namespace pintle::api {

Task<Result<store::Transaction>> system_creation(const Resource& resource, const Clock& clock, object::Document document) {
  const int64_t now = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
  const std::string time = object::format_time({.seconds = now});
  const std::string namespace_(object::ObjectMeta(*resource.type, document.root()).namespace_name());
  std::vector<std::string> warnings;
  const Write write{.resource = resource, .namespace_ = namespace_, .now_seconds = now, .warnings = warnings};
  object::set_type_meta(document, resource.api_version, resource.kind->kind);
  set_defaults(resource, document);
  const std::vector<std::string_view> kept = kept_paths(*resource.kind, nullptr);
  object::update_managed_fields(
      *resource.type, nullptr, document,
      {.manager = kSystemManager, .api_version = resource.api_version, .kind = resource.kind->kind, .time = time, .reset_fields = kept});
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
