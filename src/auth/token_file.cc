#include "auth/token_file.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "auth/user_record.h"
#include "base/check.h"
#include "base/csv.h"

namespace pintle::auth {
namespace {

TokenFile::Digest digest_of(std::string_view token) {
  // Found once: to look the algorithm up takes OpenSSL several times as long as to use it.
  static EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  TokenFile::Digest digest;
  PINTLE_CHECK(EVP_Digest(token.data(), token.size(), digest.data(), nullptr, kSha256, nullptr) == 1);
  return digest;
}

}  // namespace

Result<std::unique_ptr<TokenFile>> TokenFile::parse(const std::string& path, std::string_view csv) {
  std::unique_ptr<TokenFile> tokens(new TokenFile(path));
  PINTLE_TRY_VOID(tokens->replace(csv));
  return tokens;
}

Result<void> TokenFile::replace(std::string_view csv) {
  auto contents = std::make_shared<Contents>();
  CsvReader reader(csv);
  for (int number = 1;; ++number) {
    PINTLE_TRY(auto record, reader.next());
    if (!record) break;
    if (record->size() < 3) {
      return fail(Status::bad_request("token file '" + path_ + "' must have at least 3 columns (token, user name, user uid), found " +
                                      std::to_string(record->size())));
    }
    std::string at = " token has been found in token file '" + path_ + "', record number '" + std::to_string(number) + "'";
    if (record->front().empty()) {
      contents->warnings.push_back("empty" + at);
      continue;
    }
    bool first = contents->users.insert_or_assign(digest_of(record->front()), user_of_record(*record)).second;
    if (!first) contents->warnings.push_back("duplicate" + at);
  }
  const std::lock_guard lock(mutex_);
  contents_ = std::move(contents);
  return {};
}

std::shared_ptr<const TokenFile::Contents> TokenFile::current() const {
  const std::lock_guard lock(mutex_);
  return contents_;
}

std::vector<std::string> TokenFile::warnings() const { return current()->warnings; }

// The digest of an outside token says nothing about how close it is to a known one, so the search may take its usual course; the
// last word is a comparison in constant time.
Task<Result<std::optional<UserRef>>> TokenFile::authenticate(std::string_view token) const {
  Digest digest = digest_of(token);
  const std::shared_ptr<const Contents> contents = current();
  auto found = contents->users.find(digest);
  if (found == contents->users.end() || CRYPTO_memcmp(found->first.data(), digest.data(), digest.size()) != 0) co_return std::nullopt;
  co_return found->second;
}

}  // namespace pintle::auth
