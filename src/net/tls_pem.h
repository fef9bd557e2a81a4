// Certificates and keys out of PEM, for OpenSSL. For .cc files only: it brings OpenSSL's headers.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle::net {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

// The first thing OpenSSL said, after `what`; empties its queue.
std::unexpected<Status> tls_error(std::string what);
// None is no error. Blocks of other kinds are skipped.
Result<std::vector<Certificate>> read_certificates(std::string_view pem);
// The chain, leaf first, and the leaf's key.
Result<void> use_key_pair(SSL_CTX* context, std::string_view certificate_pem, std::string_view private_key_pem);

}  // namespace pintle::net
