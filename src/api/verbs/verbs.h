// The verbs: one function, in a file of its own, for each thing that can be asked of a resource. Generic over kinds.
//
// Each is called by the dispatcher when the resource exists, the caller may do it and the Accept header was understood. It returns the
// answer or the Status that says why there is none. Runs on the request's loop.
// Source: apiserver/pkg/endpoints/handlers (one file per verb there as well).
#pragma once

#include "api/call.h"
#include "base/task.h"

namespace pintle::api {

Task<Result<net::Response>> get(Call& call);
Task<Result<net::Response>> list(Call& call);
// The answer of a list, and of the delete of a collection.
struct ListPage;
Task<Result<net::Response>> render_page(Call& call, ListPage page);
Task<Result<net::Response>> watch(Call& call);
Task<Result<net::Response>> create(Call& call);
Task<Result<net::Response>> update(Call& call);
Task<Result<net::Response>> patch(Call& call);
Task<Result<net::Response>> delete_one(Call& call);
Task<Result<net::Response>> delete_collection(Call& call);
// The create of what is not stored, but done to another object: a Binding, an Eviction.
Task<Result<net::Response>> act(Call& call);
// Reads of what is not stored but found out.
Task<Result<net::Response>> get_observed(Call& call);
Task<Result<net::Response>> list_observed(Call& call);
// Subresources that are served where the object is.
Task<Result<net::Response>> connect(Call& call);
// The subresource `scale`: autoscaling/v1 Scale over the paths that the kind names.
Task<Result<net::Response>> get_scale(Call& call);
Task<Result<net::Response>> update_scale(Call& call);
Task<Result<net::Response>> patch_scale(Call& call);

}  // namespace pintle::api
