// The request target (RFC 9112 section 3.2): what follows the method.
#pragma once

#include "net/http.h"

namespace pintle::net {

// Sets request.path and request.query from request.target; an absolute target also gives the authority. False when it is no target
// that Go's url.ParseRequestURI takes.
bool split_target(Request& request);

}  // namespace pintle::net
