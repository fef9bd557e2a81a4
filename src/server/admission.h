// The admission plugins that are enabled, in their order, made of the parts of this server.
#pragma once

#include "admission/admission.h"
#include "api/resource.h"
#include "auth/authorizer.h"
#include "server/options.h"

namespace pintle::server {

// `registry` and `authorizer` outlive the chain.
void build_admission(const Options& options, const api::Registry& registry, const auth::Authorizer& authorizer, admission::Chain& chain);

}  // namespace pintle::server
