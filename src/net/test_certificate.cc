#include "net/test_certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace pintle::net {
namespace {

template <class Write>
std::string to_pem(Write write) {
  BIO* bio = BIO_new(BIO_s_mem());
  write(bio);
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  std::string pem(data, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

template <class Read>
auto from_pem(const std::string& pem, Read read) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  auto* thing = read(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  return thing;
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

TestCertificate make_certificate(const std::string& common_name, const TestCertificate* issuer) {
  return make_certificate(TestCertificateRequest{.common_name = common_name}, issuer);
}

TestCertificate make_certificate(const TestCertificateRequest& request, const TestCertificate* issuer) {
  const std::string& common_name = request.common_name;
  EVP_PKEY* key = EVP_EC_gen("P-256");
  EVP_PKEY* issuer_key = issuer ? from_pem(issuer->private_key_pem, PEM_read_bio_PrivateKey) : key;
  X509* certificate = X509_new();
  X509* issuer_certificate = issuer ? from_pem(issuer->certificate_pem, PEM_read_bio_X509) : certificate;
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), request.begins_in_seconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate), request.ends_in_seconds);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.data()), static_cast<int>(common_name.size()), -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer_certificate));
  X509_set_pubkey(certificate, key);
  if (request.authority) {
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  }
  if (issuer && X509_get0_subject_key_id(issuer_certificate))
    add_extension(certificate, issuer_certificate, NID_authority_key_identifier, "keyid");
  if (!request.names.empty()) add_extension(certificate, certificate, NID_subject_alt_name, request.names);
  if (!request.usage.empty()) add_extension(certificate, certificate, NID_ext_key_usage, request.usage);
  X509_sign(certificate, issuer_key, EVP_sha256());
  TestCertificate made;
  made.certificate_pem = to_pem([&](BIO* bio) { PEM_write_bio_X509(bio, certificate); });
  made.private_key_pem = to_pem([&](BIO* bio) { PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr); });
  if (issuer) {
    made.certificate_pem += issuer->certificate_pem;
    X509_free(issuer_certificate);
    EVP_PKEY_free(issuer_key);
  }
  X509_free(certificate);
  EVP_PKEY_free(key);
  return made;
}

}  // namespace pintle::net
