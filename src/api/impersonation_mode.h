// One way to act as somebody else, and the checks that it takes (impersonation.h has the list).
//
// Errors: the 403 of the first refusal. Thread: any; a check suspends when an authorizer does.
// Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go, its checks in their order.
#pragma once

#include <span>
#include <string_view>

#include "auth/authorizer.h"
#include "auth/user.h"
#include "base/result.h"

namespace pintle::api {

struct ImpersonationMode {
  std::string_view name;        // "user-info"; "" for the legacy mode
  std::string_view verb;        // of the checks of what is named: "impersonate:user-info", "impersonate"
  std::string_view constraint;  // the verb; "" for the legacy mode
  // Whether this mode is for this client and whom it names.
  bool (*applies)(const auth::User& wanted, const auth::User& client);
  // The checks hold for all nodes: they are asked for the name "*", as a client without the attributes of its token.
  bool for_all_nodes = false;

  bool is_legacy() const { return name.empty(); }
};

// In the order in which they are tried.
std::span<const ImpersonationMode> impersonation_modes();

// Who the client then is, with the groups that come of themselves; null when the mode is not for this.
Task<Result<auth::UserRef>> try_mode(const ImpersonationMode& mode, const auth::Authorizer& authorizer, const auth::User& wanted,
                                     const auth::Attributes& attributes);

}  // namespace pintle::api
