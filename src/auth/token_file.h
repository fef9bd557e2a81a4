// The tokens of --token-auth-file: static tokens with their users, read once at the start.
//
//   admintoken,admin,1,"system:masters,devs"      token, user name, uid, groups (optional)
//
// Tokens are kept as SHA-256 digests and compared in constant time; the text of the file is dropped.
// Errors: 503 when the file cannot be read, 400 for what it says, worded as kube-apiserver words them. A record with an empty token
// is left out, of two records with one token the later counts; both are reported as warnings.
// Source: k8s.io/apiserver/pkg/authentication/token/tokenfile.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/authenticator.h"

namespace pintle::auth {

class TokenFile final : public TokenAuthenticator {
 public:
  using Digest = std::array<uint8_t, 32>;  // SHA-256

  static Result<std::unique_ptr<TokenFile>> load(const std::string& path);
  // `path` is only named in messages.
  static Result<std::unique_ptr<TokenFile>> parse(const std::string& path, std::string_view csv);

  Task<Result<std::optional<UserRef>>> authenticate(std::string_view token) const override;
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  TokenFile() = default;
  std::map<Digest, UserRef> users_;
  std::vector<std::string> warnings_;
};

}  // namespace pintle::auth
