// An object that a request for something else depends on: a Pod's Node, a Service's endpoints; of the newest snapshot, in v1 of the core
// group.
//
// Errors: 400 for a name that is none; 404, which names the request's resource and not the object's, as upstream's stores do.
// Thread: any. Source: apiserver/pkg/registry/generic/registry/store.go, Get and qualifiedResourceFromContext.
#pragma once

#include <string_view>

#include "api/call.h"
#include "base/result.h"
#include "object/document.h"

namespace pintle::proxy {

Result<object::Document> read_object(const api::Call& call, std::string_view resource, std::string_view namespace_, std::string_view name);

}  // namespace pintle::proxy
