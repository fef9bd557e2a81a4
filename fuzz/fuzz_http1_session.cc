// An HTTP/1.1 client that sends anything, in parts of any size (the first byte says which).
#include "net/http1_session.h"
#include "net_session.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  pintle::net::FuzzConnection connection(pintle::net::make_http1_session);
  connection.run({reinterpret_cast<const char*>(data) + 1, size - 1}, data[0] == 0 ? size : data[0]);
  return 0;
}
