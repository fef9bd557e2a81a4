// Commits that main's own threads wait for. Never on a loop. Errors: the store's.
#pragma once

#include <future>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace pintle::server {

inline Result<store::CommitResult> commit_and_wait(store::Store& store, store::Transaction transaction) {
  std::promise<Result<store::CommitResult>> done;
  store.commit(std::move(transaction), [&done](Result<store::CommitResult> result) { done.set_value(std::move(result)); });
  return done.get_future().get();
}

// All at once, so that the store may write them together; the results in their order.
inline std::vector<Result<store::CommitResult>> commit_all_and_wait(store::Store& store, std::vector<store::Transaction> transactions) {
  std::vector<std::promise<Result<store::CommitResult>>> done(transactions.size());
  for (size_t i = 0; i < transactions.size(); ++i)
    store.commit(std::move(transactions[i]), [&done, i](Result<store::CommitResult> result) { done[i].set_value(std::move(result)); });
  std::vector<Result<store::CommitResult>> results;
  for (auto& one : done) results.push_back(one.get_future().get());
  return results;
}

}  // namespace pintle::server
