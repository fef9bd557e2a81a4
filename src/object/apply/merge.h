// Merging a configuration into an object, both plain: what the configuration names wins, all else stays. Maps and keyed lists are merged
// item by item, leaves replaced whole. The order of a list is that of the object where the configuration does not change it, else that of
// the configuration.
// Source: structured-merge-diff/v6/typed/merge.go with ruleKeepRHS.
#pragma once

#include "base/result.h"
#include "object/document.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// Shares the nodes of both. Fails when an item has no key or the configuration has one twice.
Result<Value> merge_objects(const schema::Type& type, const Value& object, const Value& config, Arena& arena);

}  // namespace pintle::object
