// A commit that main's own thread waits for. Never on a loop. Errors: the store's.
#pragma once

#include <future>
#include <utility>

#include "base/result.h"
#include "store/store.h"

namespace pintle::server {

inline Result<store::CommitResult> commit_and_wait(store::Store& store, store::Transaction transaction) {
  std::promise<Result<store::CommitResult>> done;
  store.commit(std::move(transaction), [&done](Result<store::CommitResult> result) { done.set_value(std::move(result)); });
  return done.get_future().get();
}

}  // namespace pintle::server
