// The mode ABAC: a policy file of one JSON object a line, read once at the start.
//
//   {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"alice","namespace":"*","resource":"pods","readonly":true}}
//
// The first policy that fits allows; none denies. Empty lines and those that begin with # are skipped. Lines without apiVersion are of the
// first form, whose members stand at the top and mean everything when they are left out.
// Errors: the file's, or the line that cannot be read. Thread: immutable, any.
// Source: pkg/auth/authorizer/abac/abac.go, pkg/apis/abac/{v0,v1beta1}/conversion.go.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "auth/authorizer.h"
#include "base/result.h"

namespace pintle::access {

Result<std::unique_ptr<auth::Authorizer>> load_abac_policy(const std::string& path);
// `path` is told in errors.
Result<std::unique_ptr<auth::Authorizer>> parse_abac_policy(std::string_view text, const std::string& path);

}  // namespace pintle::access
