// Owner references that are in a list twice count once; the client is warned.
// Source: apiserver/pkg/endpoints/handlers/rest.go dedupOwnerReferencesAndAddWarning.
#pragma once

#include <string>
#include <vector>

#include "object/document.h"

namespace pintle::api {

void deduplicate_owner_references(object::Document& document, std::vector<std::string>& warnings);

}  // namespace pintle::api
