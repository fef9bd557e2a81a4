// LegacyTokenTracking: notes the use of service account tokens that stand in Secrets: the day of the last use as a label of the Secret, and
// since when this is done as a ConfigMap, kube-system/kube-apiserver-legacy-service-account-token-tracking.
//
//   LegacyTokenTracking tracking(backend);
//   tracking.start();                          // keeps the ConfigMap, on a thread of its own
//
// A label is written beside the request, once; when another write comes between, the next use of the token writes it.
// Ownership: the backend outlives it; stop() before the store stops. Thread: used() on any, the others on main's.
// Source: k8s.io/kubernetes/pkg/serviceaccount/legacy.go, pkg/controlplane/controller/legacytokentracking.
#pragma once

#include <chrono>
#include <optional>

#include "api/call.h"
#include "auth/legacy_service_account_token.h"
#include "cache/object.h"
#include "server/rounds.h"
#include "store/store.h"

namespace pintle::server {

// A ConfigMap that is removed again and again is not made more often: servers that track and servers that do not would fight over it.
inline constexpr std::chrono::minutes kTrackingMadeAgainAfter{30};

class LegacyTokenTracking final : public auth::LegacyTokenTracker {
 public:
  explicit LegacyTokenTracking(const api::Backend& backend);

  void used(std::string_view namespace_, std::string_view name, std::string_view uid, std::string_view date) override;

  // Makes the ConfigMap, or repairs a date that cannot be read. Blocks.
  Result<void> keep_config_map();
  void start() { rounds_.start(); }
  void stop() { rounds_.stop(); }

 private:
  Result<void> create_config_map(const std::string& today);
  Result<store::Transaction> relabelled(const cache::Object& secret, std::string_view uid, std::string_view date) const;

  const api::Backend& backend_;
  const api::Resource& secrets_;
  const api::Resource& config_maps_;
  std::optional<std::chrono::steady_clock::time_point> made_at_;
  Rounds rounds_;
};

}  // namespace pintle::server
