#include "auth/certificate_request.h"

#include "auth/pem_block.h"
#include "base/go_text.h"

namespace pintle::auth {
namespace {

using RequestHandle = OpensslHandle<X509_REQ, X509_REQ_free>;

std::string text_of(const ASN1_STRING* string) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, string);
  std::string text = size > 0 ? std::string(reinterpret_cast<char*>(utf8), static_cast<size_t>(size)) : std::string();
  OPENSSL_free(utf8);
  return text;
}

Result<RequestHandle> parse_request(std::string_view pem) {
  const PemBlock block(pem);
  if (block.type() != "CERTIFICATE REQUEST") return fail(Status::bad_request("PEM block type must be CERTIFICATE REQUEST"));
  const unsigned char* at = block.bytes();
  RequestHandle request(d2i_X509_REQ(nullptr, &at, block.size()));
  if (!request) return fail(Status::bad_request("x509: " + take_openssl_error()));
  return request;
}

Result<void> check_certificate(const PemBlock& block) {
  if (block.type() != "CERTIFICATE")
    return fail(Status::bad_request("only CERTIFICATE PEM blocks are allowed, found " + go_quoted(block.type())));
  if (block.has_headers()) return fail(Status::bad_request("no PEM block headers are permitted"));
  const unsigned char* at = block.bytes();
  const CertificateHandle certificate(d2i_X509(nullptr, &at, block.size()));
  if (!certificate) return fail(Status::bad_request("x509: " + take_openssl_error()));
  return {};
}

std::vector<std::string> entries_of(const X509_NAME* name, int nid) {
  std::vector<std::string> entries;
  for (int at = -1; (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0;)
    entries.push_back(text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))));
  return entries;
}

}  // namespace

Result<void> check_certificate_request(std::string_view pem) {
  PINTLE_TRY(const RequestHandle request, parse_request(pem));
  EVP_PKEY* key = X509_REQ_get0_pubkey(request.get());
  const bool verified = key && X509_REQ_verify(request.get(), key) == 1;
  ERR_clear_error();
  if (!verified) return fail(Status::bad_request("x509: certificate request signature is not valid"));
  return {};
}

Result<void> check_certificates(std::string_view pem) {
  if (pem.empty()) return {};
  const BioHandle bio = bio_over(pem);
  size_t count = 0;
  for (;; ++count) {
    const PemBlock block(bio.get());
    if (!block) break;
    PINTLE_TRY_VOID(check_certificate(block));
  }
  if (count == 0) return fail(Status::bad_request("must contain at least one CERTIFICATE PEM block"));
  return {};
}

Result<CertificateSubject> subject_of_request(std::string_view pem) {
  PINTLE_TRY(const RequestHandle request, parse_request(pem));
  const X509_NAME* name = X509_REQ_get_subject_name(request.get());
  CertificateSubject subject{.organizations = entries_of(name, NID_organizationName)};
  if (std::vector<std::string> names = entries_of(name, NID_commonName); !names.empty()) subject.common_name = std::move(names.back());
  return subject;
}

}  // namespace pintle::auth
