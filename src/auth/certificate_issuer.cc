#include "auth/certificate_issuer.h"

#include <openssl/ec.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <ctime>

#include "auth/openssl_handles.h"
#include "base/ip_address.h"

namespace pintle::auth {
namespace {

using NamesHandle = OpensslHandle<GENERAL_NAMES, GENERAL_NAMES_free>;
using ExtensionHandle = OpensslHandle<X509_EXTENSION, X509_EXTENSION_free>;

constexpr std::chrono::minutes kClockSkew{5};
constexpr int kSerialBytes = 16;  // RFC 5280 4.1.2.2 allows 20
constexpr int kRsaBits = 2048;

std::unexpected<Status> openssl_failure(std::string_view operation) {
  return fail(Status::internal(std::string(operation) + ": " + take_openssl_error()));
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<size_t>(size)};
}

Result<std::string> key_to_pem(EVP_PKEY* key) {
  BioHandle bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return openssl_failure("write key");
  return text_of(bio.get());
}

Result<std::string> certificate_to_pem(X509* certificate) {
  BioHandle bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return openssl_failure("write certificate");
  return text_of(bio.get());
}

KeyHandle key_from_pem(const std::string& pem) {
  return KeyHandle(PEM_read_bio_PrivateKey(bio_over(pem).get(), nullptr, nullptr, nullptr));
}

CertificateHandle certificate_from_pem(const std::string& pem) {
  return CertificateHandle(PEM_read_bio_X509(bio_over(pem).get(), nullptr, nullptr, nullptr));
}

bool add_name(X509_NAME* name, const char* field, const std::string& value) {
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

bool set_serial(X509* certificate) {
  unsigned char bytes[kSerialBytes];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] = (bytes[0] & 0x7f) | 0x40;  // positive and of full length
  OpensslHandle<BIGNUM, BN_free> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_validity(X509* certificate, TimePoint now, std::chrono::hours lifetime) {
  auto seconds = [](TimePoint time) { return std::chrono::system_clock::to_time_t(time); };
  return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(now - kClockSkew)) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(now + lifetime)) != nullptr;
}

// `value` in the syntax of openssl.cnf; never built from outside input.
bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// Takes over `text`.
bool push_name(GENERAL_NAMES* names, int type, ASN1_STRING* text) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (name == nullptr || text == nullptr) return false;
  GENERAL_NAME_set0_value(name, type, text);
  return sk_GENERAL_NAME_push(names, name) > 0;
}

ASN1_STRING* string_of(ASN1_STRING* string, std::string_view bytes) {
  if (string != nullptr) ASN1_STRING_set(string, bytes.data(), static_cast<int>(bytes.size()));
  return string;
}

bool add_alternative_names(X509* certificate, const CertificateRequest& request) {
  if (request.dns_names.empty() && request.addresses.empty()) return true;
  NamesHandle names(GENERAL_NAMES_new());
  for (const std::string& dns : request.dns_names) {
    if (!push_name(names.get(), GEN_DNS, string_of(ASN1_IA5STRING_new(), dns))) return false;
  }
  for (const std::string& text : request.addresses) {
    auto address = IpAddress::parse(text);
    if (!address || !push_name(names.get(), GEN_IPADD, string_of(ASN1_OCTET_STRING_new(), address->bytes()))) return false;
  }
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

Result<CertificateHandle> blank_certificate(EVP_PKEY* key, TimePoint now, std::chrono::hours lifetime) {
  CertificateHandle certificate(X509_new());
  bool made = certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 && set_serial(certificate.get()) &&
              set_validity(certificate.get(), now, lifetime) && X509_set_pubkey(certificate.get(), key) == 1;
  if (!made) return openssl_failure("make certificate");
  return certificate;
}

Result<KeyPair> signed_pair(X509* certificate, EVP_PKEY* key, EVP_PKEY* authority_key) {
  if (X509_sign(certificate, authority_key, EVP_sha256()) == 0) return openssl_failure("sign certificate");
  KeyPair pair;
  PINTLE_TRY(pair.certificate_pem, certificate_to_pem(certificate));
  PINTLE_TRY(pair.key_pem, key_to_pem(key));
  return pair;
}

std::vector<std::string> entries_of(X509* certificate, int nid) {
  std::vector<std::string> values;
  X509_NAME* subject = X509_get_subject_name(certificate);
  for (int at = X509_NAME_get_index_by_NID(subject, nid, -1); at >= 0; at = X509_NAME_get_index_by_NID(subject, nid, at)) {
    ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
    values.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)), ASN1_STRING_length(value));
  }
  return values;
}

}  // namespace

Result<KeyPair> make_authority(const std::string& common_name, TimePoint now, std::chrono::hours lifetime) {
  KeyHandle key(EVP_EC_gen("P-256"));
  if (!key) return openssl_failure("make key");
  PINTLE_TRY(CertificateHandle certificate, blank_certificate(key.get(), now, lifetime));
  X509* x509 = certificate.get();
  bool filled = add_name(X509_get_subject_name(x509), "CN", common_name) && X509_set_issuer_name(x509, X509_get_subject_name(x509)) == 1 &&
                add_extension(x509, x509, NID_basic_constraints, "critical,CA:TRUE") &&
                add_extension(x509, x509, NID_key_usage, "critical,digitalSignature,keyEncipherment,keyCertSign") &&
                add_extension(x509, x509, NID_subject_key_identifier, "hash");
  if (!filled) return openssl_failure("make authority");
  return signed_pair(x509, key.get(), key.get());
}

Result<KeyPair> issue(const KeyPair& authority, const CertificateRequest& request, TimePoint now) {
  CertificateHandle issuer = certificate_from_pem(authority.certificate_pem);
  KeyHandle issuer_key = key_from_pem(authority.key_pem);
  if (!issuer || !issuer_key) return fail(Status::bad_request("the certificate authority is not a PEM key and certificate"));
  KeyHandle key(EVP_EC_gen("P-256"));
  if (!key) return openssl_failure("make key");
  PINTLE_TRY(CertificateHandle certificate, blank_certificate(key.get(), now, request.lifetime));
  X509* x509 = certificate.get();
  X509_NAME* subject = X509_get_subject_name(x509);
  bool filled = X509_set_issuer_name(x509, X509_get_subject_name(issuer.get())) == 1;
  for (const std::string& organization : request.organizations) filled = filled && add_name(subject, "O", organization);
  bool client = request.use == CertificateRequest::Use::kClientAuth;
  if (!request.common_name.empty()) filled = filled && add_name(subject, "CN", request.common_name);
  filled = filled && add_extension(x509, issuer.get(), NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(x509, issuer.get(), NID_key_usage, "critical,digitalSignature,keyEncipherment") &&
           add_extension(x509, issuer.get(), NID_ext_key_usage, client ? "clientAuth" : "serverAuth") &&
           add_extension(x509, issuer.get(), NID_authority_key_identifier, "keyid") && add_alternative_names(x509, request);
  if (!filled) return openssl_failure("make certificate for " + request.common_name);
  return signed_pair(x509, key.get(), issuer_key.get());
}

Result<std::string> make_rsa_key() {
  KeyHandle key(EVP_RSA_gen(kRsaBits));
  if (!key) return openssl_failure("make key");
  return key_to_pem(key.get());
}

TimePoint not_after(const KeyPair& pair) {
  CertificateHandle certificate = certificate_from_pem(pair.certificate_pem);
  ERR_clear_error();
  std::tm parts = {};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

bool is_valid_pair(const KeyPair& pair, TimePoint now, std::chrono::hours remaining) {
  CertificateHandle certificate = certificate_from_pem(pair.certificate_pem);
  KeyHandle key = key_from_pem(pair.key_pem);
  bool matching = certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  time_t begin = std::chrono::system_clock::to_time_t(now);
  return matching && X509_cmp_time(X509_get0_notBefore(certificate.get()), &begin) < 0 && not_after(pair) > now + remaining;
}

bool is_issued_by(const KeyPair& pair, const KeyPair& authority) {
  CertificateHandle certificate = certificate_from_pem(pair.certificate_pem);
  CertificateHandle issuer = certificate_from_pem(authority.certificate_pem);
  bool issued = certificate && issuer && X509_check_issued(issuer.get(), certificate.get()) == X509_V_OK &&
                X509_verify(certificate.get(), X509_get0_pubkey(issuer.get())) == 1;
  ERR_clear_error();
  return issued;
}

bool satisfies(const KeyPair& pair, const CertificateRequest& request) {
  CertificateHandle certificate = certificate_from_pem(pair.certificate_pem);
  ERR_clear_error();
  if (!certificate) return false;
  if (entries_of(certificate.get(), NID_commonName) != std::vector{request.common_name}) return false;
  if (entries_of(certificate.get(), NID_organizationName) != request.organizations) return false;
  for (const std::string& dns : request.dns_names) {
    if (X509_check_host(certificate.get(), dns.data(), dns.size(), X509_CHECK_FLAG_NO_WILDCARDS, nullptr) != 1) return false;
  }
  for (const std::string& address : request.addresses) {
    if (X509_check_ip_asc(certificate.get(), address.c_str(), 0) != 1) return false;
  }
  return true;
}

}  // namespace pintle::auth
