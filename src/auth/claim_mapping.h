// From the claims of a verified ID token to a user: which claim is the name, which are the groups, and which values are required.
//
//   PINTLE_TRY(User user, user_of_claims(configuration, payload, groups_of_elsewhere));
//
// A name's claim must be there and be text; an "email" is refused when "email_verified" is there and is not true. Groups are one text or a
// list of them; without the claim there are none. JSON's null reads as Go reads it: "" or an empty list.
// Thread: pure. Errors: 401 with upstream's text for the log.
// Source: k8s.io/apiserver/plugin/pkg/authenticator/token/oidc (getUsername, getGroups, getUID, getExtra, requiredClaims).
#pragma once

#include "auth/authentication_configuration.h"
#include "auth/user.h"
#include "object/value.h"

namespace pintle::auth {

// `distributed_groups`: the value of the groups' claim when it was fetched from elsewhere; null: the payload has it, or nobody.
Result<User> user_of_claims(const JwtAuthenticatorConfiguration& configuration, const object::Value& payload,
                            const object::Value* distributed_groups);

}  // namespace pintle::auth
