// Where a webhook is: the rules of its URL or of the Service that serves it. Admission and conversion webhooks share them.
//
// Errors in upstream's order. Thread: pure. Source: k8s.io/apiserver/pkg/util/webhook/validation.go; net/url.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "object/field_error.h"
#include "object/field_path.h"

namespace pintle::groups {

// https://host[/path]
void validate_webhook_url(std::string_view url, const object::FieldPath& path, object::ErrorList& errors);

struct WebhookService {
  std::string_view namespace_;
  std::string_view name;
  std::optional<std::string_view> path;
  int32_t port = 0;
};
void validate_webhook_service(const WebhookService& service, const object::FieldPath& path, object::ErrorList& errors);

}  // namespace pintle::groups
