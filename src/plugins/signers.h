// Who may act for a signer of certificates. Source: pkg/certauthorization.
#pragma once

#include <string_view>

#include "auth/authorizer.h"

namespace pintle::plugins {

// Whether the user may `verb` (approve, sign, attest) for this signer by name, or for all of its domain.
Task<bool> may_act_for_signer(const auth::Authorizer& authorizer, const auth::User& user, std::string_view verb, std::string_view signer);

}  // namespace pintle::plugins
