// OpenSSL's way to the socket: reads from a Wire, and writes to it, which never has to be repeated.
#pragma once

#include <string>

#include "net/wire.h"

struct bio_st;
struct ssl_st;

namespace pintle::net {

// Null when there is no memory for it. The wire outlives it.
bio_st* make_wire_bio(Wire& wire);
// The address at which this connection was accepted: "127.0.0.1"; "" when it has none.
std::string local_address_of(ssl_st* ssl);

}  // namespace pintle::net
