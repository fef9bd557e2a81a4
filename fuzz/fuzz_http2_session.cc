// An HTTP/2 client that sends anything after the preface, in parts of any size (the first byte says which).
#include "net/http2_session.h"
#include "net_session.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  pintle::net::FuzzConnection connection(pintle::net::make_http2_session);
  std::string bytes = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  bytes.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  connection.run(bytes, data[0] == 0 ? bytes.size() : data[0]);
  return 0;
}
