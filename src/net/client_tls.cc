#include "net/client_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <vector>

#include "base/ip_address.h"
#include "net/client_fault.h"
#include "net/server_verifier.h"
#include "net/tls_pem.h"

namespace pintle::net {
namespace {

std::unexpected<Status> bad_tls(std::string message) { return fail(client_fault(ClientFault::kTls, std::move(message))); }

Result<void> use_authorities(SSL_CTX* context, const ClientTlsOptions& options) {
  if (options.insecure_skip_verify) return {};  // the system's take a megabyte and tens of milliseconds to read
  if (options.authorities_pem.empty()) {
    SSL_CTX_set_default_verify_paths(context);
    return {};
  }
  auto authorities = read_certificates(options.authorities_pem);
  if (!authorities || authorities->empty()) return bad_tls("unable to load root certificates: unable to parse bytes as PEM block");
  for (const Certificate& authority : *authorities) X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
  return {};
}

Result<void> use_client_certificate(SSL_CTX* context, const ClientTlsOptions& options) {
  if (options.certificate_pem.empty() && options.private_key_pem.empty()) return {};
  auto chain = read_certificates(options.certificate_pem);
  if (!chain || chain->empty()) return bad_tls("tls: failed to find any PEM data in certificate input");
  if (options.private_key_pem.find("-----BEGIN") == std::string::npos) return bad_tls("tls: failed to find any PEM data in key input");
  if (!use_key_pair(context, options.certificate_pem, options.private_key_pem))
    return bad_tls("tls: private key does not match public key");
  return {};
}

Result<void> configure(SSL_CTX* context, const ClientTlsOptions& options) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  static constexpr unsigned char kProtocols[] = "\x08http/1.1";
  SSL_CTX_set_alpn_protos(context, kProtocols, sizeof kProtocols - 1);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, &verify_for_connection, nullptr);
  // Any certificate that is trusted ends a chain, as in Go: it need not be self-signed.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
  PINTLE_TRY_VOID(use_authorities(context, options));
  return use_client_certificate(context, options);
}

}  // namespace

Result<std::shared_ptr<const ClientTls>> ClientTls::create(const ClientTlsOptions& options) {
  if (options.insecure_skip_verify && !options.authorities_pem.empty())
    return bad_tls("specifying a root certificates file with the insecure flag is not allowed");
  ERR_clear_error();
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  if (!context) return tls_error("making a TLS context");
  std::shared_ptr<const ClientTls> made(new ClientTls(context, options));
  auto configured = configure(context, options);
  ERR_clear_error();
  PINTLE_TRY_VOID(std::move(configured));
  return made;
}

ClientTls::~ClientTls() { SSL_CTX_free(context_); }

}  // namespace pintle::net
