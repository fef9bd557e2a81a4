// A SubjectAccessReview as a webhook is asked with it, and what its answer says.
//
//   const std::string spec = review_spec(attributes, version);     // JSON; the same for the same question
//   co_await endpoint.post(review_body(spec, version), ...);
//
// Of selectors only what an authorizer could use is sent: In, NotIn, Exists, DoesNotExist. What is left out, or a selector that cannot be
// read, asks for more, never for less.
// Thread: pure. Errors: bad_request: the answer is no review of that version.
// Source: k8s.io/apiserver/plugin/pkg/authorizer/webhook/webhook.go.
#pragma once

#include <string>

#include "auth/authorizer.h"
#include "auth/token_webhook.h"  // ReviewVersion
#include "base/bytes.h"
#include "base/result.h"

namespace pintle::access {

struct ReviewStatus {
  bool allowed = false;
  bool denied = false;
  std::string reason;
};

std::string review_spec(const auth::Attributes& attributes, auth::ReviewVersion version);
Bytes review_body(std::string_view spec, auth::ReviewVersion version);
Result<ReviewStatus> read_review(const Bytes& answer, auth::ReviewVersion version);

}  // namespace pintle::access
