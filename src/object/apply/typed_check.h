// Checking a plain object against the merge schema: the faults that server-side apply finds in a configuration.
//
//   PINTLE_TRY_VOID(check_typed(type, config, Duplicates::kRefused));
//       // .spec.bogus: field not declared in schema
//
// Several faults are "errors:" and a line each. Source: structured-merge-diff/v6/typed/validate.go, helpers.go.
#pragma once

#include "base/result.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// Of items in sets and keyed lists: stored objects may have some, configurations may not.
enum class Duplicates : uint8_t { kAllowed, kRefused };

// Fails with bad_request and upstream's text; callers say what was checked.
Result<void> check_typed(const schema::Type& type, const Value& plain, Duplicates duplicates);

}  // namespace pintle::object
