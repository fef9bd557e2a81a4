// Warning headers: what a client should know though its request was served.
// Source: apiserver/pkg/endpoints/filters/warning.go, apimachinery/pkg/util/net NewWarningHeader; RFC 7234 section 5.5.
#pragma once

#include <string>
#include <vector>

#include "net/http.h"

namespace pintle::api {

// 299 - "text", each text once, in order; together at most kWarningBytesMax.
void add_warnings(const std::vector<std::string>& warnings, net::Headers& headers);

}  // namespace pintle::api
