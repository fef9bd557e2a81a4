#include "plugins/signers.h"

#include <string>

namespace pintle::plugins {
namespace {

Task<bool> may(const auth::Authorizer& authorizer, const auth::User& user, std::string_view verb, std::string_view name) {
  const auth::Decision decision = co_await authorizer.authorize(auth::Attributes{.user = &user,
                                                                                 .verb = verb,
                                                                                 .group = "certificates.k8s.io",
                                                                                 .version = "*",
                                                                                 .resource = "signers",
                                                                                 .name = name,
                                                                                 .is_resource = true});
  co_return decision.allowed();
}

}  // namespace

Task<bool> may_act_for_signer(const auth::Authorizer& authorizer, const auth::User& user, std::string_view verb, std::string_view signer) {
  if (co_await may(authorizer, user, verb, signer)) co_return true;
  const std::string domain = std::string(signer.substr(0, signer.find('/'))) + "/*";
  co_return co_await may(authorizer, user, verb, domain);
}

}  // namespace pintle::plugins
