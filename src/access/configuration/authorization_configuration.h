// AuthorizationConfiguration: which authorizers are asked, in which order: what --authorization-config names and the flags come to.
//
//   apiVersion: apiserver.config.k8s.io/v1
//   kind: AuthorizationConfiguration
//   authorizers:
//   - {type: Node, name: node}
//   - type: Webhook
//     name: policy
//     webhook: {timeout: 3s, failurePolicy: Deny, subjectAccessReviewVersion: v1,
//               connectionInfo: {type: KubeConfigFile, kubeConfigFile: /etc/kubernetes/policy.kubeconfig}}
//   - {type: RBAC, name: rbac}
//
// Thread: pure, but for a look at the files it names. Errors: bad_request with upstream's messages, in its order. Conditions that decide
// which requests a webhook is asked about are CEL; as long as there is none here, a configuration that has some is refused.
// Source: k8s.io/apiserver/pkg/apis/apiserver/{v1/defaults.go,validation/validation.go,load}, pkg/kubeapiserver/authorizer/config.go.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace pintle::access {

enum class FailurePolicy : uint8_t { kNoOpinion, kDeny };

struct WebhookConfiguration {
  std::chrono::nanoseconds authorized_ttl = std::chrono::minutes(5);
  bool cache_authorized_requests = true;
  std::chrono::nanoseconds unauthorized_ttl = std::chrono::seconds(30);
  bool cache_unauthorized_requests = true;
  std::chrono::nanoseconds timeout{0};
  std::string subject_access_review_version;  // v1 or v1beta1
  FailurePolicy failure_policy = FailurePolicy::kNoOpinion;
  std::string kubeconfig_file;
  bool operator==(const WebhookConfiguration&) const = default;
};

struct AuthorizerConfiguration {
  std::string type;  // one of kAuthorizerTypes
  std::string name;
  std::optional<WebhookConfiguration> webhook;  // of the type Webhook
  bool operator==(const AuthorizerConfiguration&) const = default;
};

using AuthorizationConfiguration = std::vector<AuthorizerConfiguration>;

inline constexpr std::string_view kAuthorizerTypes[] = {"ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"};

// The name of an authorizer that is no webhook: its type in small letters.
std::string authorizer_name(std::string_view type);

// `required`: types that have to be among the authorizers.
Result<AuthorizationConfiguration> parse_authorization_configuration(const Bytes& text, const std::set<std::string>& required = {});

}  // namespace pintle::access
