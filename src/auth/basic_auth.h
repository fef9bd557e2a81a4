// HTTP basic authentication: a name and a password with each request, checked by whoever knows passwords.
//
//   BasicAuthenticator part(PasswordFile::parse("passwords.csv", csv).value());
//
// Kubernetes has had none since 1.19; these are opt-in flags of `pintle serve` for those who still run it.
// Thread: any; it waits when the passwords are elsewhere. Errors: 401 for a password that is not the user's.
// Source: k8s.io/apiserver 0.18 plugin/pkg/authenticator/{request/basicauth,password/passwordfile}; RFC 7617.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/authenticator.h"

namespace pintle::auth {

struct BasicCredentials {
  std::string name;
  std::string password;
};
// What an Authorization header says: "Basic <base64 of name:password>", the scheme in any case.
std::optional<BasicCredentials> parse_basic_header(std::string_view authorization);

class PasswordAuthenticator {
 public:
  virtual ~PasswordAuthenticator() = default;
  // nullopt: not the user's password, or no such user.
  virtual Task<Result<std::optional<UserRef>>> authenticate(const BasicCredentials& credentials) const = 0;
};

class BasicAuthenticator final : public RequestAuthenticator {
 public:
  explicit BasicAuthenticator(std::unique_ptr<PasswordAuthenticator> passwords) : passwords_(std::move(passwords)) {}
  Task<Result<Identity>> authenticate(const Credentials& credentials) const override;

 private:
  std::unique_ptr<PasswordAuthenticator> passwords_;
};

// The passwords of --basic-auth-file: password, user name, uid, groups (optional) in each record. Of two records with one user the later
// counts. Passwords are kept as keyed digests and compared in constant time, for users that are not there, too.
class PasswordFile final : public PasswordAuthenticator {
 public:
  // `path` is only named in messages. Errors: 400, worded as kube-apiserver's.
  static Result<std::unique_ptr<PasswordFile>> parse(const std::string& path, std::string_view csv);
  // All or nothing.
  Result<void> replace(std::string_view csv);
  Task<Result<std::optional<UserRef>>> authenticate(const BasicCredentials& credentials) const override;
  // Of what was read last.
  std::vector<std::string> warnings() const;

 private:
  using Digest = std::array<uint8_t, 32>;
  struct Known {
    Digest password;
    UserRef user;
  };
  struct Contents {
    std::map<std::string, Known, std::less<>> users;
    std::vector<std::string> warnings;
  };
  explicit PasswordFile(std::string path);
  Digest digest_of(std::string_view password) const;
  std::shared_ptr<const Contents> current() const;

  const std::string path_;
  std::array<uint8_t, 32> key_;  // of the digests; random
  mutable std::mutex mutex_;
  std::shared_ptr<const Contents> contents_;  // guarded by mutex_
};

}  // namespace pintle::auth
