// OpenSSL's way to the socket: reads from a Wire, and writes to it, which never has to be repeated.
#pragma once

#include "net/wire.h"

struct bio_st;

namespace pintle::net {

// Null when there is no memory for it. The wire outlives it.
bio_st* make_wire_bio(Wire& wire);

}  // namespace pintle::net
