// Result<T>: a value or the Status that says why there is none. The only error channel of functions that can fail.
//
//   Result<Document> decode(...);
//   PINTLE_TRY(auto document, decode(bytes));      // returns the Status from this function when there is one
//   PINTLE_TRY_VOID(store.close());                // the same for Result<void>
//   PINTLE_CO_TRY(auto object, co_await get(key)); // in a coroutine
#pragma once

#include <expected>

#include "base/status.h"

namespace pintle {

template <class T>
using Result = std::expected<T, Status>;

// What a function returns to fail: `return fail(Status::bad_request("..."))`.
inline std::unexpected<Status> fail(Status status) { return std::unexpected<Status>(std::move(status)); }

}  // namespace pintle

#define PINTLE_CONCAT_(a, b) a##b
#define PINTLE_CONCAT(a, b) PINTLE_CONCAT_(a, b)

#define PINTLE_TRY_(name, declaration, expression, give_back)             \
  auto name = (expression);                                               \
  if (!name) [[unlikely]]                                                 \
    give_back std::unexpected<::pintle::Status>(std::move(name).error()); \
  declaration = *std::move(name)
// PINTLE_TRY(declaration, expression): evaluates a Result; on failure returns its Status, else initialises the declaration.
#define PINTLE_TRY(declaration, ...) PINTLE_TRY_(PINTLE_CONCAT(result_, __COUNTER__), declaration, (__VA_ARGS__), return)
#define PINTLE_CO_TRY(declaration, ...) PINTLE_TRY_(PINTLE_CONCAT(result_, __COUNTER__), declaration, (__VA_ARGS__), co_return)

// PINTLE_TRY_VOID(expression): the same for a Result whose value is not wanted.
#define PINTLE_TRY_VOID(...)                                                       \
  do {                                                                             \
    if (auto pintle_result_ = (__VA_ARGS__); !pintle_result_) [[unlikely]]         \
      return std::unexpected<::pintle::Status>(std::move(pintle_result_).error()); \
  } while (false)
#define PINTLE_CO_TRY_VOID(...)                                                       \
  do {                                                                                \
    if (auto pintle_result_ = (__VA_ARGS__); !pintle_result_) [[unlikely]]            \
      co_return std::unexpected<::pintle::Status>(std::move(pintle_result_).error()); \
  } while (false)
