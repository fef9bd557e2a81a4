// The user that a record of a CSV file of secrets (token file, password file) names: secret, name, uid and, if there are, groups joined by
// commas. Source: k8s.io/apiserver/pkg/authentication/token/tokenfile.
#pragma once

#include <string>
#include <vector>

#include "auth/user.h"

namespace pintle::auth {

// The record has three fields or more.
UserRef user_of_record(const std::vector<std::string>& record);

}  // namespace pintle::auth
