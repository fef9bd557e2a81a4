// TlsContext: what all TLS connections of a server share: certificate, key, versions, ciphers, ticket keys. Immutable once made; a new
// certificate is a new context, and connections keep the one they began with.
//
// Errors: a Status that names what OpenSSL did not like. Thread: any.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  // The context for a client that asks for this name ("": for none, at this address of ours); null: this one.
  ssl_ctx_st* named(std::string_view name, std::string_view local_address) const;

 private:
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  Result<void> add_named(const TlsOptions& options, bool http2);

  ssl_ctx_st* context_;
  std::map<std::string, std::shared_ptr<const TlsContext>, std::less<>> named_;  // by lower-case name
};

// The certificates of the client, leaf first, as DER; also after a resumed session.
std::vector<std::string> client_certificates(ssl_st* ssl);
// Lets go of what OpenSSL keeps of them, which is ten times their DER. After the handshake, its tickets included; client_certificates()
// does not know them any more.
void forget_client_certificates(ssl_st* ssl);

}  // namespace pintle::net
