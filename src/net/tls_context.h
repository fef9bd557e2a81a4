// TlsContext: what all TLS connections of a server share: certificate, key, versions, ciphers, ticket keys. Immutable once made; a new
// certificate is a new context, and connections keep the one they began with.
//
// Errors: a Status that names what OpenSSL did not like. Thread: any.
#pragma once

#include <memory>

#include "base/result.h"
#include "net/server_options.h"

struct ssl_ctx_st;
struct ssl_st;

namespace pintle::net {

class TlsContext {
 public:
  static Result<std::shared_ptr<const TlsContext>> create(const TlsOptions& options, bool http2);
  ~TlsContext();

  ssl_ctx_st* get() const { return context_; }

 private:
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

// The certificates of the client, leaf first, as DER; also after a resumed session.
std::vector<std::string> client_certificates(ssl_st* ssl);

}  // namespace pintle::net
