// Owning handles of OpenSSL's objects, and its last error as text. For .cc files only: OpenSSL's headers are large.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace pintle::auth {

template <auto kFree>
struct OpensslDeleter {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <class T, auto kFree>
using OpensslHandle = std::unique_ptr<T, OpensslDeleter<kFree>>;

using BioHandle = OpensslHandle<BIO, BIO_free>;
using KeyHandle = OpensslHandle<EVP_PKEY, EVP_PKEY_free>;
using CertificateHandle = OpensslHandle<X509, X509_free>;
using CertificateStoreHandle = OpensslHandle<X509_STORE, X509_STORE_free>;
using StoreContextHandle = OpensslHandle<X509_STORE_CTX, X509_STORE_CTX_free>;
using DigestContextHandle = OpensslHandle<EVP_MD_CTX, EVP_MD_CTX_free>;

inline BioHandle bio_over(std::string_view bytes) { return BioHandle(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

// Takes the thread's errors; the text is that of the first.
inline std::string take_openssl_error() {
  unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown OpenSSL error" : reason;
}

}  // namespace pintle::auth
