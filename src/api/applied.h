// The configuration that a server-side apply brings.
//
//   PINTLE_TRY(const Document config, decode_applied(call, {*resource.type, "apps/v1", "Deployment"}, body, options));
//
// Errors: bad_request with upstream's words. Source: apiserver/pkg/endpoints/handlers/patch.go (applyPatcher).
#pragma once

#include <string_view>

#include "api/call.h"
#include "api/options.h"
#include "base/bytes.h"
#include "object/document.h"

namespace pintle::api {

struct AppliedKind {
  const schema::Type& type;
  std::string_view api_version;
  std::string_view kind;
};

// A plain tree: only what the client wrote. It must say that it is of the kind; duplicate fields are refused or told by the option
// fieldValidation.
Result<object::Document> decode_applied(Call& call, const AppliedKind& kind, const Bytes& body, const WriteOptions& options);

}  // namespace pintle::api
