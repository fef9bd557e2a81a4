// What a client is told when the server behind a subresource answers with an error.
// Source: apimachinery/pkg/api/errors.NewGenericServerResponse; apiserver/pkg/registry/generic/rest/response_checker.go.
#pragma once

#include <string_view>

#include "base/status.h"

namespace pintle::proxy {

// `body`: of an answer whose code is not 200 to 206. `resource`: "pods/log".
Status server_answer(int code, std::string_view body, std::string_view resource, std::string_view name);

}  // namespace pintle::proxy
