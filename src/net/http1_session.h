// An HTTP/1.1 connection: requests one after the other, each answered before the next is looked at.
// Source: RFC 9112; Go's net/http server.go for what a bad or a late client is told.
#pragma once

#include <memory>

#include "net/session.h"

namespace pintle::net {

std::unique_ptr<Session> make_http1_session(SessionHost& host);

}  // namespace pintle::net
