// User: who sends a request, as authentication found out and as authorization, admission and audit see it.
//
// Ownership: made once (for each token at the start, for each certificate when it is first seen) and then shared; never changed.
// Source: k8s.io/apiserver/pkg/authentication/user.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pintle::auth {

struct User {
  std::string name;
  std::string uid;
  std::vector<std::string> groups;
  std::vector<std::pair<std::string, std::vector<std::string>>> extra;

  bool in_group(std::string_view group) const;
  bool operator==(const User&) const = default;
};
using UserRef = std::shared_ptr<const User>;

inline constexpr std::string_view kAnonymousUser = "system:anonymous";
inline constexpr std::string_view kUnauthenticatedGroup = "system:unauthenticated";
inline constexpr std::string_view kAuthenticatedGroup = "system:authenticated";
inline constexpr std::string_view kMastersGroup = "system:masters";
inline constexpr std::string_view kCredentialIdKey = "authentication.kubernetes.io/credential-id";  // in `extra`

// `user` with system:authenticated among its groups, unless it is an unauthenticated one.
User with_authenticated_group(User user);
UserRef anonymous_user();

}  // namespace pintle::auth
