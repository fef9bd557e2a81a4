// Keystone: passwords that an OpenStack identity service (Keystone, Identity API v3) knows.
//
//   KeystonePasswords passwords("https://keystone.example:5000/v3", tls, client);
//
// The password goes to the service and nowhere else; the token that it answers with is dropped. The user is named as Keystone names it,
// with its id as uid, and has no groups. DIFFERS: the last Kubernetes that had it took the name as the client wrote it, though Keystone may
// not care about case, and let it be one of the cluster's own ("system:...").
//
// Ownership: the client outlives it. Thread: on a loop; it waits. Errors: 401 when the service cannot be asked; its reason is for the log.
// Source: Kubernetes 1.18 plugin/pkg/auth/authenticator/password/keystone; OpenStack Identity API v3, POST /v3/auth/tokens.
#pragma once

#include <memory>
#include <string>

#include "auth/basic_auth.h"
#include "net/client.h"

namespace pintle::auth {

inline constexpr std::chrono::milliseconds kKeystoneTimeout{10'000};
inline constexpr size_t kKeystoneAnswerBytesMax = 1 << 20;  // with a catalog of services
inline constexpr std::string_view kKeystoneDomain = "default";

class KeystonePasswords final : public PasswordAuthenticator {
 public:
  // `url`: of the service, with or without "/v3".
  KeystonePasswords(const std::string& url, std::shared_ptr<const net::ClientTls> tls, net::Client& client);
  Task<Result<std::optional<UserRef>>> authenticate(const BasicCredentials& credentials) const override;

 private:
  const std::string tokens_url_;
  const std::shared_ptr<const net::ClientTls> tls_;
  net::Client& client_;
};

// The user of an answer to POST /v3/auth/tokens.
Result<UserRef> keystone_user(std::string_view json);

}  // namespace pintle::auth
