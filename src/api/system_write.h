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
#include "object/document.h"
#include "store/store.h"

namespace pintle::api {

inline constexpr std::string_view kSystemManager = "kube-apiserver";

// The transaction that stores the object, with its companions, unless it is there already. Not committed.
Task<Result<store::Transaction>> system_creation(const Resource& resource, const Clock& clock, object::Document document);

}  // namespace pintle::api
