#include "server/jwt_authentication.h"

#include <algorithm>
#include <future>
#include <utility>

#include "base/log.h"
#include "server/addresses.h"
#include "server/identity_lease.h"

namespace pintle::server {
namespace {

// The tokens in force, for an owner of its parts.
class TokensInForce final : public auth::AudienceTokenAuthenticator {
 public:
  explicit TokensInForce(const auth::JwtTokens& tokens) : tokens_(tokens) {}
  Task<Result<auth::TokenAnswerRef>> authenticate(std::string_view token, const auth::Audiences* wanted) const override {
    return tokens_.authenticate(token, wanted);
  }

 private:
  const auth::JwtTokens& tokens_;
};

}  // namespace

Result<std::shared_ptr<const auth::JwtAuthenticators>> JwtAuthentication::make(
    const auth::AuthenticationConfiguration& configuration) const {
  return auth::JwtAuthenticators::create(configuration, {.client = *client_,
                                                         .loop = loops_->at(0),
                                                         .clock = clock_,
                                                         .algorithms = settings_.algorithms,
                                                         .disallowed_issuers = options_.service_account_issuers,
                                                         .observer = metrics_.get()});
}

Result<std::unique_ptr<JwtAuthentication>> JwtAuthentication::create(const Options& options, net::Client& client, MetricsRegistry& metrics,
                                                                     const Clock& clock) {
  PINTLE_TRY(JwtSettings settings, load_jwt_settings(options));
  std::unique_ptr<JwtAuthentication> made(new JwtAuthentication(options, std::move(settings), clock));
  const bool by_file = !options.authentication.config_file.empty();
  if (!by_file && made->settings_.configuration.jwt.empty()) return made;
  made->client_ = &client;
  made->loops_ = net::LoopPool::start(1);
  made->metrics_ = std::make_unique<JwtMetrics>(metrics, server_identity(host_name()), clock);
  if (by_file) {
    made->metrics_->report_reloads(metrics);
    made->metrics_->configured(made->settings_.file_text);
  }
  PINTLE_TRY(auto authenticators, made->make(made->settings_.configuration));
  authenticators->start();
  made->tokens_ = std::make_unique<auth::JwtTokens>(std::move(authenticators), options.api_audiences);
  return made;
}

std::unique_ptr<auth::AudienceTokenAuthenticator> JwtAuthentication::tokens() const {
  return tokens_ ? std::make_unique<TokensInForce>(*tokens_) : nullptr;
}

void JwtAuthentication::follow(FileWatcher& files) {
  const std::string& path = options_.authentication.config_file;
  if (path.empty()) return;
  const auto refused = [this](const Status& fault) {
    log_error("The authentication configuration is not usable; the old one stays in force", {{"error", fault}});
    metrics_->not_reloaded();
  };
  watch_ = files.watch({.subject = "authentication configuration",
                        .paths = {path},
                        .contents = {settings_.file_text},
                        .on_change = [this](const FileContents& now) { return take(now.front()); },
                        .on_error = refused});
}

Result<void> JwtAuthentication::take(const std::string& file_text) {
  PINTLE_TRY(const auto configuration, changed_configuration(options_, settings_.configuration, file_text));
  PINTLE_TRY(auto authenticators, make(configuration));
  Pending pending{std::move(authenticators), file_text, clock_.steady() + kReloadPatience};
  loops_->at(0).post([this, pending = std::move(pending)]() mutable { begin(std::move(pending)); });
  return {};
}

void JwtAuthentication::begin(Pending pending) {
  if (pending_.authenticators) pending_.authenticators->stop();
  pending_ = std::move(pending);
  pending_.authenticators->start();
  look();
}

void JwtAuthentication::look() {
  if (!pending_.authenticators) return;
  const std::string fault = pending_.authenticators->fault();
  if (fault.empty()) return replace();
  if (clock_.steady() >= pending_.give_up_at) {
    log_error("failed to update authentication config", {{"error", fault}});
    metrics_->not_reloaded();
    pending_.give_up_at = clock_.steady() + kReloadPatience;
  }
  timer_ = loops_->at(0).after(kReloadLookInterval, [this] { loops_->at(0).post([this] { look(); }); });
}

void JwtAuthentication::replace() {
  const Pending ready = std::exchange(pending_, {});
  const auto old = tokens_->replace(ready.authenticators);
  old->stop();
  const std::vector<std::string> issuers = ready.authenticators->issuers();
  for (const std::string& issuer : old->issuers())
    if (std::ranges::find(issuers, issuer) == issuers.end()) metrics_->forget(issuer);
  log_info("reloaded authentication config");
  metrics_->reloaded(ready.file_text);
}

void JwtAuthentication::stop() {
  watch_.reset();
  if (!loops_ || std::exchange(stopped_, true)) return;
  std::promise<void> stopped;
  loops_->at(0).post([this] {
    timer_.reset();
    if (pending_.authenticators) std::exchange(pending_, {}).authenticators->stop();
    if (tokens_) tokens_->current()->stop();
  });
  // Behind what those have posted.
  loops_->at(0).post([this, &stopped] { loops_->at(0).post([&stopped] { stopped.set_value(); }); });
  stopped.get_future().wait();
  loops_->stop();
}

}  // namespace pintle::server
