#include "auth/basic_auth.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "auth/user_record.h"
#include "base/check.h"
#include "base/csv.h"
#include "object/base64.h"

namespace pintle::auth {
namespace {

constexpr std::string_view kScheme = "basic ";

bool is_basic(std::string_view authorization) {
  if (authorization.size() < kScheme.size()) return false;
  for (size_t i = 0; i < kScheme.size(); ++i) {
    const char c = authorization[i];
    if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != kScheme[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<BasicCredentials> parse_basic_header(std::string_view authorization) {
  if (!is_basic(authorization)) return std::nullopt;
  const std::string_view encoded = authorization.substr(kScheme.size());
  std::string pair(encoded.size() + 3, '\0');
  const object::Base64Decoded decoded = object::decode_base64(encoded, pair.data());
  if (decoded.fault >= 0) return std::nullopt;
  pair.resize(decoded.bytes);
  const size_t colon = pair.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicCredentials{.name = pair.substr(0, colon), .password = pair.substr(colon + 1)};
}

Task<Result<Identity>> BasicAuthenticator::authenticate(const Credentials& credentials) const {
  std::optional<BasicCredentials> given = parse_basic_header(credentials.authorization);
  if (!given) co_return Identity();
  Result<std::optional<UserRef>> user = co_await passwords_->authenticate(*given);
  OPENSSL_cleanse(given->password.data(), given->password.size());
  if (!user) co_return fail(user.error());
  if (!*user) co_return fail(Status::unauthorized("invalid username/password combination"));
  co_return Identity{.user = **std::move(user)};
}

PasswordFile::PasswordFile(std::string path) : path_(std::move(path)) {
  PINTLE_CHECK(RAND_bytes(key_.data(), static_cast<int>(key_.size())) == 1);
}

PasswordFile::Digest PasswordFile::digest_of(std::string_view password) const {
  Digest digest;
  unsigned int size = 0;
  PINTLE_CHECK(HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), reinterpret_cast<const unsigned char*>(password.data()),
                    password.size(), digest.data(), &size) != nullptr);
  return digest;
}

Result<std::unique_ptr<PasswordFile>> PasswordFile::parse(const std::string& path, std::string_view csv) {
  std::unique_ptr<PasswordFile> made(new PasswordFile(path));
  PINTLE_TRY_VOID(made->replace(csv));
  return made;
}

Result<void> PasswordFile::replace(std::string_view csv) {
  auto contents = std::make_shared<Contents>();
  CsvReader reader(csv);
  for (int number = 1;; ++number) {
    PINTLE_TRY(auto record, reader.next());
    if (!record) break;
    if (record->size() < 3) {
      return fail(Status::bad_request("password file '" + path_ + "' must have at least 3 columns (password, user name, user uid), found " +
                                      std::to_string(record->size())));
    }
    const std::string& name = (*record)[1];
    if (!contents->users.insert_or_assign(name, Known{digest_of(record->front()), user_of_record(*record)}).second) {
      contents->warnings.push_back("duplicate username '" + name + "' has been found in password file '" + path_ + "', record number '" +
                                   std::to_string(number) + "'");
    }
    OPENSSL_cleanse(record->front().data(), record->front().size());
  }
  const std::lock_guard lock(mutex_);
  contents_ = std::move(contents);
  return {};
}

std::shared_ptr<const PasswordFile::Contents> PasswordFile::current() const {
  const std::lock_guard lock(mutex_);
  return contents_;
}

std::vector<std::string> PasswordFile::warnings() const { return current()->warnings; }

Task<Result<std::optional<UserRef>>> PasswordFile::authenticate(const BasicCredentials& credentials) const {
  static constexpr Digest kNobody = {};
  const std::shared_ptr<const Contents> contents = current();
  const auto found = contents->users.find(credentials.name);
  const bool is_known = found != contents->users.end();
  const Digest given = digest_of(credentials.password);
  const Digest& wanted = is_known ? found->second.password : kNobody;
  if (CRYPTO_memcmp(given.data(), wanted.data(), given.size()) != 0 || !is_known) co_return std::nullopt;
  co_return found->second.user;
}

}  // namespace pintle::auth
