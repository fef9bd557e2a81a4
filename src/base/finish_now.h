// finish_now(): the result of a task that waits for nothing, where no loop runs.
//
//   PINTLE_TRY(Transaction made, finish_now(system_creation(...)));
//
// A task that suspends all the same ends the process.
#pragma once

#include <optional>
#include <utility>

#include "base/check.h"
#include "base/task.h"

namespace pintle {

namespace task_detail {
template <class T>
Task<void> keep_result(Task<T> task, std::optional<T>& result) {
  result.emplace(co_await std::move(task));
}
}  // namespace task_detail

template <class T>
T finish_now(Task<T> task) {
  std::optional<T> result;
  spawn(task_detail::keep_result(std::move(task), result));
  PINTLE_CHECK(result);
  return *std::move(result);
}

}  // namespace pintle
