#include "auth/user.h"

#include <algorithm>

namespace pintle::auth {

bool User::in_group(std::string_view group) const { return std::ranges::find(groups, group) != groups.end(); }

User with_authenticated_group(User user) {
  bool as_it_is = user.name == kAnonymousUser || user.in_group(kUnauthenticatedGroup) || user.in_group(kAuthenticatedGroup);
  if (!as_it_is) user.groups.emplace_back(kAuthenticatedGroup);
  return user;
}

UserRef anonymous_user() {
  return std::make_shared<const User>(User{.name = std::string(kAnonymousUser), .groups = {std::string(kUnauthenticatedGroup)}});
}

}  // namespace pintle::auth
