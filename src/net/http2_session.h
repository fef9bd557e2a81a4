// An HTTP/2 connection, framed by nghttp2: many requests at once, each as far as the windows of its stream and of the connection allow.
// Source: RFC 9113; floods as in limits.h.
#pragma once

#include <memory>

#include "net/session.h"

namespace pintle::net {

// Null when there is no memory for it.
std::unique_ptr<Session> make_http2_session(SessionHost& host);

}  // namespace pintle::net
