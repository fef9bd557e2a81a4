// ClientTls: what a server is verified with and what it is shown. Immutable once made; a new certificate is a new ClientTls, and
// connections are kept per ClientTls, so that none made with an old one is used for long.
//
//   PINTLE_TRY(auto tls, ClientTls::create({.authorities_pem = ca, .server_name = "webhook.default.svc"}));
//
// Errors: client_fault(kTls) worded as client-go words them. Thread: any.
// Source: client-go rest TLSConfigFor, transport/transport.go; Go's crypto/x509 Certificate.Verify, which looks at the leaf's time, then at
// its name, then at its chain.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

struct ssl_ctx_st;

namespace pintle::net {

struct ClientTlsOptions {
  std::string authorities_pem;  // "": the machine's
  std::string certificate_pem;  // "": none is shown
  std::string private_key_pem;
  std::string server_name;  // that the certificate must have, and SNI; "": the URL's host
  bool insecure_skip_verify = false;
};

class ClientTls {
 public:
  static Result<std::shared_ptr<const ClientTls>> create(const ClientTlsOptions& options);
  ~ClientTls();

  ssl_ctx_st* get() const { return context_; }
  const std::string& server_name() const { return server_name_; }
  bool verifies() const { return verifies_; }

 private:
  ClientTls(ssl_ctx_st* context, const ClientTlsOptions& options)
      : context_(context), server_name_(options.server_name), verifies_(!options.insecure_skip_verify) {}
  ssl_ctx_st* context_;
  std::string server_name_;
  bool verifies_;
};

}  // namespace pintle::net
