// What a list, a watch or a deletecollection selects: labels, fields, a namespace, perhaps one name.
//
//   PINTLE_CO_TRY(const ListScope scope, read_scope(call, options));
//   for (auto at = snapshot.range(scope.key_prefix); at; ++at) if (scope.selection->matches(*at)) ...
//
// Errors: 400 for selectors that cannot be parsed or fields that the kind does not select by.
// Source: apiserver/pkg/endpoints/handlers/get.go listOpts.
#pragma once

#include <memory>
#include <string>

#include "api/call.h"
#include "api/options.h"
#include "cache/selection.h"
#include "object/field_selector.h"
#include "object/label_selector.h"

namespace pintle::api {

struct ListScope {
  std::string key_prefix;  // of the namespace, or of the whole resource
  std::string key;         // "" unless exactly one name is selected
  std::shared_ptr<const cache::Selection> selection;
};
// What the query selects by. Errors: 400 for what cannot be read and for fields that the kind does not select by, 422 for parameters that
// do not go together.
struct Selectors {
  object::LabelSelector labels;
  object::FieldSelector fields;
};
Result<Selectors> read_selectors(const Call& call, const ListOptions& options);
Result<ListScope> read_scope(const Call& call, const ListOptions& options);

}  // namespace pintle::api
