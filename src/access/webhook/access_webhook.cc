#include "access/webhook/access_webhook.h"

#include <utility>

#include "base/log.h"

namespace pintle::access {
namespace {

using auth::Decision;

std::string_view result_of(const Status& fault) {
  const bool timed_out = net::fault_of(fault) == net::ClientFault::kTimeout || fault.reason() == "Timeout" || fault.code() == 504;
  return timed_out ? "timeout" : "error";
}

bool may_be_remembered(const auth::Attributes& asked) {
  const size_t chosen = asked.namespace_.size() + asked.verb.size() + asked.group.size() + asked.version.size() + asked.resource.size() +
                        asked.subresource.size() + asked.name.size() + asked.path.size();
  return chosen < kCachedQuestionBytesMax;
}

Decision decision_of(ReviewStatus status) {
  if (status.denied && status.allowed)
    return {.kind = Decision::Kind::kDeny,
            .reason = std::move(status.reason),
            .error = "webhook subject access review returned both allow and deny response"};
  if (status.denied) return {.kind = Decision::Kind::kDeny, .reason = std::move(status.reason)};
  return {.kind = status.allowed ? Decision::Kind::kAllow : Decision::Kind::kNoOpinion, .reason = std::move(status.reason)};
}

}  // namespace

AccessWebhook::AccessWebhook(AccessWebhookOptions options, std::unique_ptr<webhook::Endpoint> endpoint, AccessWebhookMetrics& metrics,
                             const Clock& clock)
    : options_(std::move(options)), endpoint_(std::move(endpoint)), metrics_(metrics), clock_(clock) {}

Task<Decision> AccessWebhook::authorize(const auth::Attributes& attributes) const {
  std::string spec = review_spec(attributes, options_.version);
  if (auto known = answers_.find(spec, clock_.steady())) co_return decision_of(*std::move(known));
  Result<ReviewStatus> status = co_await ask(spec);
  if (!status) {
    log_error("Failed to make webhook authorizer request", {{"authorizer", options_.name}, {"error", status.error()}});
    if (options_.on_error == Decision::Kind::kNoOpinion) metrics_.failed_open(options_.name, result_of(status.error()));
    co_return Decision{.kind = options_.on_error, .error = status.error().message()};
  }
  remember(attributes, std::move(spec), *status);
  co_return decision_of(*std::move(status));
}

Task<Result<ReviewStatus>> AccessWebhook::ask(std::string_view spec) const {
  Result<ReviewStatus> status = ReviewStatus();
  const auto look = [&](const Result<Bytes>& answer, std::chrono::steady_clock::duration took) {
    status = answer ? read_review(*answer, options_.version) : fail(answer.error());
    metrics_.evaluated(options_.name, status ? "success" : result_of(status.error()), took);
  };
  webhook::Endpoint::Call call{.timeout = options_.timeout, .on_attempt = look};
  const Result<Bytes> last = co_await endpoint_->post(review_body(spec, options_.version), std::move(call));
  if (!last) co_return fail(last.error());
  co_return status;
}

void AccessWebhook::remember(const auth::Attributes& attributes, std::string spec, const ReviewStatus& status) const {
  const auto ttl = status.allowed ? options_.authorized_ttl : options_.unauthorized_ttl;
  if (ttl.count() <= 0 || !may_be_remembered(attributes)) return;
  answers_.keep(std::move(spec), status, clock_.steady() + ttl);
}

auth::UserRules AccessWebhook::rules_for(const auth::User&, std::string_view) const {
  return {.incomplete = true, .errors = {"webhook authorizer does not support user rule resolution"}};
}

}  // namespace pintle::access
