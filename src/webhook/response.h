// The answer of a webhook: its body, or the Status that it is.
//
// Errors: a Status object in the body as it is; else what client-go makes of the code ("an error on the server (\"...\") has prevented the
// request from succeeding"). Thread: any. Source: client-go rest/request.go transformResponse, apimachinery api/errors
// NewGenericServerResponse.
#pragma once

#include "base/result.h"
#include "net/client.h"

namespace pintle::webhook {

Result<Bytes> body_of(const net::ClientResponse& response);

}  // namespace pintle::webhook
