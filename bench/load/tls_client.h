// TlsClient: what all connections to one target share: its address and the TLS settings with the client's certificate. Immutable.
#pragma once

#include <memory>

#include "base/result.h"
#include "load/target.h"

struct ssl_ctx_st;
struct ssl_st;

namespace pintle::load {

enum class Protocol { kHttp1, kHttp2 };

class TlsClient {
 public:
  // Errors: 400 for a certificate, key or authority that OpenSSL does not take.
  static Result<std::unique_ptr<TlsClient>> create(Target target);
  ~TlsClient();

  struct Opened {
    int socket = -1;  // non-blocking from here on
    ssl_st* ssl = nullptr;
  };
  // Connects and shakes hands, waiting for both. The caller owns what it gets. Errors: 503 with what the system or OpenSSL said.
  Result<Opened> connect(Protocol protocol) const;
  const Target& target() const { return target_; }

 private:
  TlsClient(Target target, ssl_ctx_st* context) : target_(std::move(target)), context_(context) {}

  Target target_;
  ssl_ctx_st* context_;
};

}  // namespace pintle::load
