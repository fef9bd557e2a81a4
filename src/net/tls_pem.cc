#include "net/tls_pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace pintle::net {
namespace {

Bio read_only(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

}  // namespace

std::unexpected<Status> tls_error(std::string what) {
  char text[256] = "";
  if (unsigned long code = ERR_get_error()) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  if (text[0]) what.append(": ").append(text);
  return fail(Status::internal(what));
}

Result<std::vector<Certificate>> read_certificates(std::string_view pem) {
  std::vector<Certificate> certificates;
  Bio bio = read_only(pem);
  while (X509* certificate = PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr)) certificates.emplace_back(certificate);
  // The reader ends with "no start line" at the end of the text; anything else is a broken block.
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) return tls_error("reading certificates");
  ERR_clear_error();
  return certificates;
}

Result<void> use_key_pair(SSL_CTX* context, std::string_view certificate_pem, std::string_view private_key_pem) {
  PINTLE_TRY(std::vector<Certificate> chain, read_certificates(certificate_pem));
  if (chain.empty()) return fail(Status::internal("the TLS certificate file holds no certificate"));
  if (SSL_CTX_use_certificate(context, chain[0].get()) != 1) return tls_error("using the TLS certificate");
  for (size_t i = 1; i < chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) return tls_error("using the TLS certificate's chain");
  }
  Key key(PEM_read_bio_PrivateKey(read_only(private_key_pem).get(), nullptr, nullptr, nullptr));
  if (!key) return tls_error("reading the TLS private key");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) return tls_error("the TLS private key does not belong to the certificate");
  return {};
}

}  // namespace pintle::net
