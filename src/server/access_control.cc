#include "server/access_control.h"

#include <algorithm>

#include "access/abac/policy_file.h"
#include "access/node/node_authorizer.h"
#include "access/rbac/escalation_guard.h"
#include "access/rbac/rbac_authorizer.h"
#include "access/reviews/access_reviews.h"
#include "access/webhook/access_webhook.h"
#include "base/go_text.h"
#include "base/log.h"
#include "server/addresses.h"
#include "server/identity_lease.h"

namespace pintle::server {

// The authorizers of the configuration that is in force; a question goes on with those that it began with.
class AccessControl::Changing final : public auth::Authorizer {
 public:
  explicit Changing(std::unique_ptr<auth::Authorizer> first) : current_(Generation::make(std::move(first))) {}

  void replace(std::unique_ptr<auth::Authorizer> next) { current_.store(Generation::make(std::move(next))); }

  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override {
    const Ref<const Generation> generation = current_.load();
    co_return co_await generation->authorizer->authorize(attributes);
  }
  auth::UserRules rules_for(const auth::User& user, std::string_view namespace_) const override {
    return current_.load()->authorizer->rules_for(user, namespace_);
  }

 private:
  struct Generation final : RefCounted<Generation> {
    static Ref<const Generation> make(std::unique_ptr<auth::Authorizer> authorizer) {
      auto* made = new Generation();
      made->authorizer = std::move(authorizer);
      return Ref<const Generation>::adopt(made);
    }
    std::unique_ptr<auth::Authorizer> authorizer;
  };
  Published<const Generation> current_;
};

AccessControl::DecisionCounter::DecisionCounter(MetricsRegistry& registry)
    : decisions_(registry.counter({.name = "apiserver_authorization_decisions_total",
                                   .help = "Requests that an authorizer has allowed or denied, by its type and name.",
                                   .labels = {"type", "name", "decision"}})) {}

void AccessControl::DecisionCounter::decided(const auth::NamedAuthorizer& by, auth::Decision::Kind kind) {
  decisions_.add({by.type, by.name, kind == auth::Decision::Kind::kAllow ? "allowed" : "denied"});
}

AccessControl::AccessControl(const AccessControlParts& parts, const Options& options)
    : parts_(parts),
      options_(options),
      nodes_(parts.store, parts.cache),
      decisions_(parts.metrics),
      webhook_metrics_(parts.metrics),
      reloads_(parts.metrics, parts.clock, server_identity(host_name())) {}

Result<std::unique_ptr<AccessControl>> AccessControl::create(const AccessControlParts& parts, const Options& options) {
  std::unique_ptr<AccessControl> access(new AccessControl(parts, options));
  PINTLE_TRY_VOID(access->start());
  return access;
}

Result<void> AccessControl::start() {
  const std::string& file = options_.authorization.config_file;
  configuration_ = configuration_of_flags(options_.authorization);
  if (!file.empty()) {
    PINTLE_TRY(FileContents contents, read_files({file}));
    text_ = std::move(contents.front());
    PINTLE_TRY(configuration_, access::parse_authorization_configuration(Bytes::copy(text_)));
  }
  for (const access::AuthorizerConfiguration& one : configuration_) PINTLE_TRY_VOID(make_lasting(one.type));
  // Roles are guarded by what they say, whether or not they decide on anything.
  PINTLE_TRY_VOID(policy_.follow(parts_.store));
  PINTLE_TRY(authorizer_, make_union(configuration_));
  if (file.empty()) return {};
  auto changing = std::make_unique<Changing>(std::move(authorizer_));
  changing_ = changing.get();
  authorizer_ = std::move(changing);
  return {};
}

// What stays while the configuration changes.
Result<void> AccessControl::make_lasting(const std::string& type) {
  std::unique_ptr<auth::Authorizer> made;
  if (type == "AlwaysAllow") made = auth::always_allow();
  if (type == "AlwaysDeny") made = auth::always_deny();
  if (type == "RBAC") made = access::rbac_authorizer(policy_);
  if (type == "Node") {
    nodes_.start();
    made = access::node_authorizer(nodes_);
  }
  if (type == "ABAC") {
    PINTLE_TRY(made, access::load_abac_policy(options_.authorization.policy_file));
  }
  if (made) lasting_[type] = std::move(made);
  return {};
}

Result<std::unique_ptr<auth::Authorizer>> AccessControl::make_union(const access::AuthorizationConfiguration& configuration) {
  std::vector<auth::NamedAuthorizer> parts;
  parts.push_back({.authorizer = auth::allow_masters()});
  for (const access::AuthorizerConfiguration& one : configuration) {
    PINTLE_TRY(auto part, make(one));
    parts.push_back({.authorizer = std::move(part), .type = one.type, .name = one.name});
  }
  return auth::union_of(std::move(parts), &decisions_);
}

Result<std::shared_ptr<const auth::Authorizer>> AccessControl::make(const access::AuthorizerConfiguration& configuration) {
  if (configuration.webhook) return make_webhook(configuration.name, *configuration.webhook);
  if (const auto found = lasting_.find(configuration.type); found != lasting_.end()) return found->second;
  return fail(
      Status::bad_request("authorizer type " + configuration.type + " is not allowed if it was not enabled at initial server startup"));
}

Result<std::shared_ptr<const auth::Authorizer>> AccessControl::make_webhook(const std::string& name,
                                                                            const access::WebhookConfiguration& configuration) {
  PINTLE_TRY(auto endpoint, webhook::Endpoint::load(configuration.kubeconfig_file, parts_.client, parts_.files));
  const auto version = auth::find_review_version(configuration.subject_access_review_version);
  if (!version)
    return fail(Status::bad_request("unsupported webhook authorizer version " + go_quoted(configuration.subject_access_review_version) +
                                    ", supported versions are \"v1\", \"v1beta1\""));
  using Nanoseconds = std::chrono::nanoseconds;
  access::AccessWebhookOptions options{
      .name = name,
      .version = *version,
      .authorized_ttl = configuration.cache_authorized_requests ? configuration.authorized_ttl : Nanoseconds(0),
      .unauthorized_ttl = configuration.cache_unauthorized_requests ? configuration.unauthorized_ttl : Nanoseconds(0),
      .timeout = std::chrono::ceil<std::chrono::milliseconds>(configuration.timeout),
      .on_error =
          configuration.failure_policy == access::FailurePolicy::kDeny ? auth::Decision::Kind::kDeny : auth::Decision::Kind::kNoOpinion};
  return std::make_shared<const access::AccessWebhook>(std::move(options), std::move(endpoint), webhook_metrics_, parts_.clock);
}

void AccessControl::follow_configuration() {
  if (!changing_) return;
  reloads_.begun(text_);
  watch_ = parts_.files.watch({.subject = "authorization configuration",
                               .paths = {options_.authorization.config_file},
                               .contents = {text_},
                               .on_change = [this](const FileContents& now) { return take_configuration(now.front()); },
                               .on_error =
                                   [this](const Status& fault) {
                                     log_error("The authorization configuration could not be read again", {{"error", fault}});
                                     reloads_.failed();
                                   }});
}

Result<void> AccessControl::take_configuration(const std::string& text) {
  std::set<std::string> required;
  for (const auto& [type, authorizer] : lasting_) required.insert(type);
  PINTLE_TRY(access::AuthorizationConfiguration configuration, access::parse_authorization_configuration(Bytes::copy(text), required));
  if (configuration == configuration_) return {};
  PINTLE_TRY(auto next, make_union(configuration));
  configuration_ = std::move(configuration);
  changing_->replace(std::move(next));
  reloads_.succeeded(text);
  log_info("The authorization configuration was read again");
  return {};
}

void AccessControl::stop() {
  watch_.reset();
  policy_.stop();
  nodes_.stop();
}

void AccessControl::attach(api::Registry& registry) const {
  access::answer_reviews(registry, *authorizer_);
  const auto guard = std::make_shared<access::EscalationGuard>(policy_, *authorizer_);
  for (const std::string_view resource : {"roles", "rolebindings", "clusterroles", "clusterrolebindings"})
    registry.accompany(access::kRbacGroup, "v1", resource, guard);
}

}  // namespace pintle::server
