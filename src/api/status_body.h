// A Status as the body of an answer: the one place where errors are written to the wire.
// Source: meta/v1 Status; apiserver/pkg/endpoints/handlers/responsewriters/errors.go, status.go.
#pragma once

#include <string>

#include "api/media_type.h"
#include "base/bytes.h"
#include "base/status.h"
#include "net/http.h"

namespace pintle::api {

// The JSON of meta/v1 Status, without a newline.
std::string status_json(const Status& status);
// The Status of a success: a delete that answers without the object.
std::string success_json(const StatusDetails& details);
// The Status of an action that was done and has nothing to give back.
std::string done_json(int code);

// The 405 of a path that is served, but not by this method.
Status method_not_allowed();

// The answer to a failed request, in the encoding that the client accepts (JSON when it accepts none that is served).
net::Response error_response(const Status& status, const net::Request& request, const Query& query);
// A plain-text answer, as Go's http.Error and the health checks give it.
net::Response text_response(int code, std::string_view text);
// The 500 of a fault before any verb: no Status, but a line of text.
net::Response internal_server_error(const net::Request& request, std::string_view why);
// Path and query as they were asked for.
std::string request_uri(const net::Request& request);

}  // namespace pintle::api
