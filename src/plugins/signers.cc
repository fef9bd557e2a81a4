#include "plugins/signers.h"

#include <string>

namespace pintle::plugins {
namespace {

bool may(const auth::Authorizer& authorizer, const auth::User& user, std::string_view verb, std::string_view name) {
  return authorizer
      .authorize({.user = &user,
                  .verb = verb,
                  .group = "certificates.k8s.io",
                  .version = "*",
                  .resource = "signers",
                  .name = name,
                  .is_resource = true})
      .allowed();
}

}  // namespace

bool may_act_for_signer(const auth::Authorizer& authorizer, const auth::User& user, std::string_view verb, std::string_view signer) {
  if (may(authorizer, user, verb, signer)) return true;
  const std::string domain = std::string(signer.substr(0, signer.find('/'))) + "/*";
  return may(authorizer, user, verb, domain);
}

}  // namespace pintle::plugins
