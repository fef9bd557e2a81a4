// A user as the API shows it. Thread: pure.
#pragma once

#include "auth/user.h"
#include "views/authentication_v1_mut.h"

namespace pintle::authentication {

void fill_user_info(v1::UserInfoMut info, const auth::User& user);

}  // namespace pintle::authentication
