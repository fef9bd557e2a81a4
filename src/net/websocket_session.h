// A connection that became a WebSocket: each piece of the exchange's body stream is one message to the client.
#pragma once

#include <memory>

#include "net/exchange.h"
#include "net/session.h"
#include "net/websocket.h"

namespace pintle::net {

// `exchange` has responded with Response::websocket to a request for which is_websocket_handshake() holds.
std::unique_ptr<Session> make_websocket_session(SessionHost& host, std::shared_ptr<Exchange> exchange);

}  // namespace pintle::net
