#include "auth/certificate_bundle.h"

#include <set>

#include "auth/openssl_handles.h"

namespace pintle::auth {
namespace {

constexpr std::chrono::minutes kExpirySlack{5};

std::string der_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  std::string der(reinterpret_cast<char*>(bytes), size < 0 ? 0 : static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

std::string pem_of(X509* certificate) {
  BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<size_t>(size)};
}

bool has_ended(X509* certificate, std::chrono::system_clock::time_point now) {
  time_t at = std::chrono::system_clock::to_time_t(now - kExpirySlack);
  return X509_cmp_time(X509_get0_notAfter(certificate), &at) < 0;
}

}  // namespace

Result<std::string> combined_certificates(std::span<const std::string> texts_pem, std::chrono::system_clock::time_point now) {
  std::string bundle;
  std::set<std::string> seen;
  for (const std::string& text : texts_pem) {
    BioHandle bio = bio_over(text);
    bool any = false;
    while (CertificateHandle certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
      any = true;
      if (!has_ended(certificate.get(), now) && seen.insert(der_of(certificate.get())).second) bundle += pem_of(certificate.get());
    }
    ERR_clear_error();  // the end of the text is an error to the reader
    if (!any && !text.empty()) return fail(Status::bad_request("data does not contain any valid RSA or ECDSA certificates"));
  }
  return bundle;
}

}  // namespace pintle::auth
