// The mode Webhook: a service that is asked with a SubjectAccessReview whether a user may do something.
//
//   PINTLE_TRY(auto endpoint, webhook::Endpoint::load(path, client, files));
//   AccessWebhook part({.name = "policy", .version = ReviewVersion::kV1}, std::move(endpoint), metrics, clock);
//
// The service allows, denies, or leaves it to the next authorizer. Its answers are remembered for as long as it is said, those that allow
// apart from the others; a question whose text the client could make long (kCachedQuestionBytesMax) is always asked anew.
// Errors: when there is no answer, or none that is a review: the decision that is said for this, with the fault in Decision::error.
// Thread: on a loop; it waits for the service.
// Source: k8s.io/apiserver/plugin/pkg/authorizer/webhook/webhook.go.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "access/webhook/access_webhook_metrics.h"
#include "access/webhook/answer_cache.h"
#include "auth/authorizer.h"
#include "base/clock.h"
#include "webhook/endpoint.h"

namespace pintle::access {

inline constexpr size_t kCachedQuestionBytesMax = 10'000;  // of what the client chooses

struct AccessWebhookOptions {
  std::string name;  // for metrics and the log
  auth::ReviewVersion version = auth::ReviewVersion::kV1;
  std::chrono::nanoseconds authorized_ttl{0};  // 0: not remembered
  std::chrono::nanoseconds unauthorized_ttl{0};
  std::chrono::milliseconds timeout = net::kCallTimeout;  // of each attempt
  auth::Decision::Kind on_error = auth::Decision::Kind::kNoOpinion;
};

class AccessWebhook final : public auth::Authorizer {
 public:
  // `metrics` and `clock` outlive it.
  AccessWebhook(AccessWebhookOptions options, std::unique_ptr<webhook::Endpoint> endpoint, AccessWebhookMetrics& metrics,
                const Clock& clock);

  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override;
  auth::UserRules rules_for(const auth::User& user, std::string_view namespace_) const override;

 private:
  Task<Result<ReviewStatus>> ask(std::string_view spec) const;
  void remember(const auth::Attributes& attributes, std::string spec, const ReviewStatus& status) const;

  const AccessWebhookOptions options_;
  const std::unique_ptr<webhook::Endpoint> endpoint_;
  AccessWebhookMetrics& metrics_;
  const Clock& clock_;
  mutable AnswerCache answers_;
};

}  // namespace pintle::access
