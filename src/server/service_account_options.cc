#include "server/service_account_options.h"

#include <set>

#include "auth/service_account_claims.h"
#include "base/go_text.h"
#include "base/go_url.h"

namespace pintle::server {
namespace {

constexpr std::chrono::seconds kExpirationMin = std::chrono::hours(1);
constexpr std::chrono::seconds kExpirationMax{int64_t{1} << 32};

void check_issuers(const Options& options, std::vector<std::string>& faults) {
  std::set<std::string_view> seen;
  for (const std::string& issuer : options.service_account_issuers) {
    const auto url = GoUrl::parse(issuer);
    if (issuer.contains(':') && !url) {
      faults.push_back("service-account-issuer " + go_quoted(issuer) +
                       " contained a ':' but was not a valid URL: " + url.error().message());
    } else if (issuer.empty()) {
      faults.emplace_back("service-account-issuer should not be an empty string");
    } else if (!seen.insert(issuer).second) {
      faults.push_back("service-account-issuer " + go_quoted(issuer) + " is already specified");
    }
  }
  if (options.service_account_issuers.empty()) faults.emplace_back("service-account-issuer is a required flag");
}

void check_key_set_address(const Options& options, std::vector<std::string>& faults) {
  const std::string& uri = options.service_account_jwks_uri;
  if (uri.empty()) return;
  const auto url = GoUrl::parse(uri);
  if (!url) {
    faults.push_back("service-account-jwks-uri must be a valid URL: " + url.error().message());
  } else if (url->scheme != "https") {
    faults.push_back("service-account-jwks-uri requires https scheme, parsed as: " + uri);
  }
}

// Tokens are always issued; Pintle's own name makes a key where none is given.
void check_issuing(const Options& options, std::vector<std::string>& faults) {
  const bool has_issuer = !options.service_account_issuers.empty() && !options.service_account_issuers[0].empty();
  const bool has_key = !options.service_account_signing_key_file.empty();
  if (has_issuer && has_key) return;
  if (!has_issuer && !has_key && options.api_audiences.empty()) {
    faults.emplace_back("--service-account-signing-key-file and --service-account-issuer are required flags");
  } else {
    faults.emplace_back("--service-account-signing-key-file, --service-account-issuer, and --api-audiences should be specified together");
  }
}

}  // namespace

void fill_service_account_options(Options& options) {
  if (options.api_audiences.empty()) options.api_audiences = options.service_account_issuers;
}

std::vector<std::string> service_account_faults(const Options& options) {
  std::vector<std::string> faults;
  const std::chrono::seconds expiration = options.service_account_max_token_expiration;
  if (expiration.count() != 0 && (expiration < kExpirationMin || expiration > kExpirationMax))
    faults.emplace_back("the service-account-max-token-expiration must be between 1 hour and 2^32 seconds");
  check_issuers(options, faults);
  if (options.program == Program::kKubeApiserver && options.service_account_key_files.empty())
    faults.emplace_back("either `--service-account-key-file` or `--service-account-signing-endpoint` must be set");
  check_key_set_address(options, faults);
  if (options.program == Program::kKubeApiserver) check_issuing(options, faults);
  return faults;
}

std::vector<std::string> service_account_warnings(const Options& options) {
  std::vector<std::string> warnings;
  const std::chrono::seconds expiration = options.service_account_max_token_expiration;
  if (!options.service_account_extend_token_expiration || expiration.count() == 0) return warnings;
  if (expiration.count() < auth::kWarnOnlyExpirationSeconds) {
    warnings.push_back(
        "service-account-extend-token-expiration is true, in order to correctly trigger safe transition logic, "
        "service-account-max-token-expiration must be set longer than " +
        std::to_string(auth::kWarnOnlyExpirationSeconds) + " seconds (currently " + go_duration(expiration) + ")");
  }
  if (expiration.count() < auth::kExtendedExpirationSeconds) {
    warnings.push_back("service-account-extend-token-expiration is true, enabling tokens valid up to " +
                       std::to_string(auth::kExtendedExpirationSeconds) +
                       " seconds, which is longer than service-account-max-token-expiration set to " + go_duration(expiration));
  }
  return warnings;
}

}  // namespace pintle::server
