#include "server/authentication.h"

#include "auth/basic_auth.h"
#include "auth/bearer_token.h"
#include "auth/keystone.h"
#include "auth/token_file.h"
#include "auth/token_webhook.h"
#include "base/go_text.h"
#include "base/log.h"

namespace pintle::server {
namespace {

Result<std::unique_ptr<auth::PasswordAuthenticator>> keystone(const AuthenticationOptions& options, net::Client& client) {
  net::ClientTlsOptions tls_options;
  if (!options.keystone_ca_file.empty()) {
    PINTLE_TRY(FileContents contents, read_files({options.keystone_ca_file}));
    tls_options.authorities_pem = std::move(contents.front());
  }
  PINTLE_TRY(auto tls, net::ClientTls::create(tls_options));
  return std::make_unique<auth::KeystonePasswords>(options.keystone_url, std::move(tls), client);
}

}  // namespace

template <class File>
Result<std::unique_ptr<File>> Authentication::followed(const std::string& path, const std::string& subject) {
  PINTLE_TRY(FileContents contents, read_files({path}));
  PINTLE_TRY(std::unique_ptr<File> file, File::parse(path, contents.front()));
  for (const std::string& warning : file->warnings()) log_warning(warning);
  const auto changed = [held = file.get(), subject](const FileContents& now) -> Result<void> {
    PINTLE_TRY_VOID(held->replace(now.front()));
    log_info("The " + subject + " was read again");
    for (const std::string& warning : held->warnings()) log_warning(warning);
    return {};
  };
  watches_.push_back(parts_.files.watch({.subject = subject, .paths = {path}, .contents = std::move(contents), .on_change = changed}));
  return file;
}

Result<void> Authentication::add_passwords(RequestParts& all) {
  const AuthenticationOptions& given = parts_.options.authentication;
  if (!given.basic_auth_file.empty()) {
    PINTLE_TRY(auto file, followed<auth::PasswordFile>(given.basic_auth_file, "password file"));
    all.push_back(std::make_unique<auth::BasicAuthenticator>(std::move(file)));
  }
  if (!given.keystone_url.empty()) {
    PINTLE_TRY(auto passwords, keystone(given, parts_.client));
    all.push_back(std::make_unique<auth::BasicAuthenticator>(std::move(passwords)));
  }
  return {};
}

Result<void> Authentication::add_token_file(TokenParts& tokens) {
  const std::string& path = parts_.options.token_auth_file;
  if (path.empty()) return {};
  PINTLE_TRY(auto file, followed<auth::TokenFile>(path, "token file"));
  tokens.push_back(auth::audience_agnostic(std::move(file), parts_.options.api_audiences));
  return {};
}

Result<void> Authentication::add_token_webhook(TokenParts& tokens) const {
  const Options& options = parts_.options;
  if (options.authentication_token_webhook_config_file.empty()) return {};
  PINTLE_TRY(auto endpoint, webhook::Endpoint::load(options.authentication_token_webhook_config_file, parts_.client, parts_.files));
  const auto version = auth::find_review_version(options.authentication_token_webhook_version);
  if (!version) {
    return fail(Status::bad_request("unsupported authentication webhook version " +
                                    go_quoted(options.authentication_token_webhook_version) +
                                    ", supported versions are \"v1\", \"v1beta1\""));
  }
  auto webhook = std::make_unique<auth::TokenWebhook>(std::move(endpoint), *version, options.api_audiences);
  tokens.push_back(parts_.own_tokens.cached(std::move(webhook), options.authentication_token_webhook_cache_ttl));
  return {};
}

Result<void> Authentication::add_tokens(RequestParts& all) {
  TokenParts tokens;
  PINTLE_TRY_VOID(add_token_file(tokens));
  for (auto& part : parts_.own_tokens.parts()) tokens.push_back(std::move(part));
  if (auto jwt = jwt_->tokens()) tokens.push_back(std::move(jwt));
  PINTLE_TRY_VOID(add_token_webhook(tokens));
  auto cached = parts_.own_tokens.cached(std::make_unique<auth::TokenUnion>(std::move(tokens)));
  all.push_back(std::make_unique<auth::BearerTokenAuthenticator>(std::move(cached)));
  return {};
}

Result<std::unique_ptr<Authentication>> Authentication::create(const Parts& parts) {
  std::unique_ptr<Authentication> made(new Authentication(parts));
  PINTLE_TRY(made->jwt_, JwtAuthentication::create(parts.options, parts.client, parts.metrics, Clock::system()));
  RequestParts all = parts.authorities.proxy_parts();
  PINTLE_TRY_VOID(made->add_passwords(all));
  for (auto& part : parts.authorities.client_parts()) all.push_back(std::move(part));
  PINTLE_TRY_VOID(made->add_tokens(all));
  const auto observe = [metrics = &made->metrics_](const auth::AuthenticationAttempt& attempt) {
    metrics->count(attempt);
    if (!attempt.reason.empty() && log_verbose(2)) log_info("Refused a credential", {{"reason", attempt.reason}});
  };
  made->authenticator_ = std::make_unique<auth::Authenticator>(std::move(all), made->jwt_->anonymous(), observe);
  made->jwt_->follow(parts.files);
  return made;
}

void Authentication::stop() {
  watches_.clear();
  if (jwt_) jwt_->stop();
}

}  // namespace pintle::server
