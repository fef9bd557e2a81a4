// The admission plugins that are enabled, in their order, made of the parts of this server.
#pragma once

#include "admission/admission.h"
#include "api/resource.h"
#include "auth/authorizer.h"
#include "base/clock.h"
#include "server/options.h"

namespace pintle::store {
class Store;
}

namespace pintle::server {

struct AdmissionParts {
  const api::Registry& registry;
  store::Store& store;
  const auth::Authorizer& authorizer;
  const Clock& clock;
};
// All of `parts` outlive the chain. Error: 400, a plugin is enabled that this server does not have.
Result<void> build_admission(const Options& options, const AdmissionParts& parts, admission::Chain& chain);

}  // namespace pintle::server
