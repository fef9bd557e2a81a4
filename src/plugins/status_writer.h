// StatusWriter: how a plugin writes the status of objects, as a client of this server would through their status subresource.
//
//   PINTLE_CO_TRY(const bool written, co_await quotas.write(loop, std::move(changes)));   // false: one of them was changed meanwhile
//
// Errors: the store's. Thread: any; it suspends on the loop that is given.
#pragma once

#include <memory>
#include <vector>

#include "api/resource.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/task.h"
#include "object/document.h"

namespace pintle::store {
class Store;
}

namespace pintle::plugins {

struct StatusChange {
  object::Document before;  // as it was read
  object::Document after;
};

class StatusWriter {
 public:
  virtual ~StatusWriter() = default;
  // All of them or none.
  virtual Task<Result<bool>> write(Loop& loop, std::vector<StatusChange> changes) const = 0;
};

// Of the objects that `resource` serves, with kube-apiserver's name in managedFields. All that is referred to outlives it.
std::unique_ptr<const StatusWriter> stored_status_writer(const api::Resource& resource, store::Store& store, const Clock& clock);

}  // namespace pintle::plugins
