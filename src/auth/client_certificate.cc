#include "auth/client_certificate.h"

namespace pintle::auth {

Task<Result<Identity>> ClientCertificateAuthenticator::authenticate(const Credentials& credentials) const {
  if (credentials.certificates_der.empty()) co_return Identity{};
  PINTLE_CO_TRY(const VerifiedChainRef chain, chains_->verify(credentials.certificates_der));
  PINTLE_CO_TRY(UserRef user, chain->user);
  co_return Identity{.user = std::move(user)};
}

}  // namespace pintle::auth
