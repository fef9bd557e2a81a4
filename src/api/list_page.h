// One page of a list: which objects, at which revision, and where the next page begins.
//
//   PINTLE_CO_TRY(ListPage page, co_await read_page(call, options, scope));
//
// The revision rules are upstream's: without resourceVersion the newest state; "0" any state; a version with Exact that very state;
// otherwise one not older. With a continue token the state of the first page.
// Errors: 400, 410 Expired (with a token to go on inconsistently), 504 for a version that does not exist yet.
// Source: apiserver/pkg/storage/cacher, storage/etcd3/store.go GetList, apiserver docs "resource versions".
#pragma once

#include <vector>

#include "api/call.h"
#include "api/options.h"
#include "api/render.h"
#include "api/selection.h"
#include "base/task.h"
#include "cache/object.h"

namespace pintle::api {

struct ListPage {
  ListMeta meta;
  std::vector<cache::ObjectPtr> objects;
};
Task<Result<ListPage>> read_page(Call& call, const ListOptions& options, const ListScope& scope);

}  // namespace pintle::api
