// The tokens of --token-auth-file: static tokens with their users.
// DIFFERS: upstream reads the file once; replace() takes the new contents of a file that has changed.
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
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "auth/authenticator.h"

namespace pintle::auth {

class TokenFile final : public TokenAuthenticator {
 public:
  using Digest = std::array<uint8_t, 32>;  // SHA-256

  // `path` is only named in messages.
  static Result<std::unique_ptr<TokenFile>> parse(const std::string& path, std::string_view csv);

  // All or nothing.
  Result<void> replace(std::string_view csv);
  Task<Result<std::optional<UserRef>>> authenticate(std::string_view token) const override;
  // Of what was read last.
  std::vector<std::string> warnings() const;

 private:
  struct Contents {
    std::map<Digest, UserRef> users;
    std::vector<std::string> warnings;
  };
  explicit TokenFile(std::string path) : path_(std::move(path)) {}
  std::shared_ptr<const Contents> current() const;

  const std::string path_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Contents> contents_;  // guarded by mutex_
};

}  // namespace pintle::auth
