// AccessControl: who may do what, as --authorization-mode or --authorization-config says: the authorizers, and what they decide on.
//
//   PINTLE_TRY(running.access, AccessControl::create(parts, options)); // before anything is admitted
//   running.access->attach(registry);                                  // reviews are answered, roles are guarded
//   running.access->follow_configuration();                            // the file is read again when it changes
//
// A changed file may name other webhooks and another order; authorizers of every other type stay those of the start, all of them must
// stay, and none may come. A file that cannot be taken changes nothing, and is logged and counted.
// Ownership: main; what `parts` names outlives it. Thread: main's, a changed file on the watcher's; authorizer() on any. stop() before
// the store and the watcher stop. Errors: a policy or a configuration that cannot be read.
// Source: pkg/kubeapiserver/authorizer/{config,reload}.go.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "access/configuration/authorization_configuration.h"
#include "access/node/node_graph.h"
#include "access/rbac/policy_index.h"
#include "access/webhook/access_webhook_metrics.h"
#include "api/resource.h"
#include "auth/authorizer.h"
#include "base/clock.h"
#include "base/published.h"
#include "base/watched_file.h"
#include "net/client.h"
#include "server/authorization_reloads.h"
#include "server/options.h"
#include "store/store.h"

namespace pintle::server {

struct AccessControlParts {
  store::Store& store;
  const cache::Cache& cache;
  net::Client& client;  // asks webhooks
  FileWatcher& files;
  MetricsRegistry& metrics;
  const Clock& clock;
};

class AccessControl {
 public:
  static Result<std::unique_ptr<AccessControl>> create(const AccessControlParts& parts, const Options& options);
  ~AccessControl() { stop(); }

  const auth::Authorizer& authorizer() const { return *authorizer_; }
  void attach(api::Registry& registry) const;
  // Nothing without a file.
  void follow_configuration();
  void stop();

 private:
  class Changing;
  class DecisionCounter final : public auth::DecisionObserver {
   public:
    explicit DecisionCounter(MetricsRegistry& registry);
    void decided(const auth::NamedAuthorizer& by, auth::Decision::Kind kind) override;

   private:
    MetricFamily& decisions_;
  };

  AccessControl(const AccessControlParts& parts, const Options& options);
  Result<void> start();
  Result<void> make_lasting(const std::string& type);
  Result<std::unique_ptr<auth::Authorizer>> make_union(const access::AuthorizationConfiguration& configuration);
  Result<std::shared_ptr<const auth::Authorizer>> make(const access::AuthorizerConfiguration& configuration);
  Result<std::shared_ptr<const auth::Authorizer>> make_webhook(const std::string& name, const access::WebhookConfiguration& configuration);
  Result<void> take_configuration(const std::string& text);

  const AccessControlParts parts_;
  const Options& options_;
  access::PolicyIndex policy_;
  access::NodeGraph nodes_;
  DecisionCounter decisions_;
  access::AccessWebhookMetrics webhook_metrics_;
  AuthorizationReloads reloads_;
  std::map<std::string, std::shared_ptr<const auth::Authorizer>> lasting_;  // by type: those that are no webhooks
  std::string text_;                                                        // of the file at the start; "" without one
  access::AuthorizationConfiguration configuration_;                        // the watcher's thread, once it is followed
  std::unique_ptr<auth::Authorizer> authorizer_;
  Changing* changing_ = nullptr;  // authorizer_, when there is a file
  std::unique_ptr<FileWatcher::Watch> watch_;
};

}  // namespace pintle::server
