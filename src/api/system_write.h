// Objects that the server itself makes: what a create does, without a request. The manager of their fields is "kube-apiserver".
//
//   PINTLE_CO_TRY(store::Transaction transaction, co_await system_creation(resource, clock, std::move(document)));
//
// Thread: any. Errors: those of the kind's rules.
#pragma once

#include "api/resource.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/task.h"
#include "cache/object.h"
#include "object/document.h"
#include "store/store.h"

namespace pintle::api {

inline constexpr std::string_view kSystemManager = "kube-apiserver";

// The transaction that stores the object, with its companions, unless it is there already. Not committed.
Task<Result<store::Transaction>> system_creation(const Resource& resource, const Clock& clock, object::Document document,
                                                 std::string_view manager = kSystemManager);

// Whose update it is, and through which subresource ("" for the object itself).
struct SystemWriter {
  std::string_view manager = kSystemManager;
  std::string_view subresource;
};
// What an update does: the transaction that stores `document` instead of `stored`, if it is still that version. `live` is `stored` decoded.
Result<store::Transaction> system_update(const Resource& resource, const Clock& clock, const cache::Object& stored,
                                         const object::Document& live, object::Document document, const SystemWriter& writer);
// The same of a configuration (JSON) that is applied, by force.
Result<store::Transaction> system_apply(const Resource& resource, const Clock& clock, const cache::Object& stored,
                                        const object::Document& live, std::string_view configuration, const SystemWriter& writer);

}  // namespace pintle::api
