// The token webhook: a service that is asked with a TokenReview whom a bearer token belongs to.
//
//   PINTLE_TRY(auto endpoint, webhook::Endpoint::load(path, client, files));
//   TokenWebhook part(std::move(endpoint), ReviewVersion::kV1beta1, api_audiences);
//
// The token goes to the service and nowhere else. An answer that the service gives without audiences is for this server's own.
// Thread: on a loop; it waits for the service. Errors: 401 with what went wrong for the log: the service cannot be reached, answers no
// review, or says why the token is bad.
// Source: k8s.io/apiserver/plugin/pkg/authenticator/token/webhook/webhook.go.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "auth/token_answer.h"
#include "webhook/endpoint.h"

namespace pintle::auth {

enum class ReviewVersion : uint8_t { kV1, kV1beta1 };
// "v1", "v1beta1".
std::optional<ReviewVersion> find_review_version(std::string_view text);

class TokenWebhook final : public AudienceTokenAuthenticator {
 public:
  TokenWebhook(std::unique_ptr<webhook::Endpoint> endpoint, ReviewVersion version, Audiences implicit)
      : endpoint_(std::move(endpoint)), version_(version), implicit_(std::move(implicit)) {}
  Task<Result<TokenAnswerRef>> authenticate(std::string_view token, const Audiences* wanted) const override;

 private:
  std::unique_ptr<webhook::Endpoint> endpoint_;
  ReviewVersion version_;
  Audiences implicit_;
};

}  // namespace pintle::auth
