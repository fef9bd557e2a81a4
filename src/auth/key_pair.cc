#include "auth/key_pair.h"

#include <vector>

#include "auth/pem_block.h"

namespace pintle::auth {
namespace {

using KeyHandle = OpensslHandle<EVP_PKEY, EVP_PKEY_free>;

// The types of blocks that were passed over, as Go prints a list.
std::string printed(const std::vector<std::string>& types) {
  std::string text = "[";
  for (const std::string& type : types) text.append(text.size() > 1 ? " " : "").append(type);
  return text + "]";
}

bool is_private_key(std::string_view type) { return type == "PRIVATE KEY" || type.ends_with(" PRIVATE KEY"); }

std::string no_certificate_fault(const std::vector<std::string>& skipped) {
  if (skipped.empty()) return "tls: failed to find any PEM data in certificate input";
  if (skipped.size() == 1 && skipped[0].ends_with("PRIVATE KEY"))
    return "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched";
  return R"(tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: )" +
         printed(skipped);
}

std::string no_key_fault(const std::vector<std::string>& skipped) {
  if (skipped.empty()) return "tls: failed to find any PEM data in key input";
  if (skipped.size() == 1 && skipped[0] == "CERTIFICATE")
    return "tls: found a certificate rather than a key in the PEM for the private key";
  return R"(tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: )" +
         printed(skipped);
}

// The first certificate of a text; null and why when there is none.
CertificateHandle read_certificate(std::string_view pem, std::string& fault) {
  const BioHandle bio = bio_over(pem);
  std::vector<std::string> skipped;
  for (;;) {
    const PemBlock block(bio.get());
    if (!block) {
      fault = no_certificate_fault(skipped);
      return CertificateHandle();
    }
    if (block.type() == "CERTIFICATE") {
      const unsigned char* at = block.bytes();
      CertificateHandle certificate(d2i_X509(nullptr, &at, block.size()));
      if (!certificate) fault = "x509: malformed certificate";
      return certificate;
    }
    skipped.emplace_back(block.type());
  }
}

KeyHandle read_key(std::string_view pem, std::string& fault) {
  const BioHandle bio = bio_over(pem);
  std::vector<std::string> skipped;
  for (;;) {
    const PemBlock block(bio.get());
    if (!block) {
      fault = no_key_fault(skipped);
      return KeyHandle();
    }
    if (is_private_key(block.type())) {
      const unsigned char* at = block.bytes();
      KeyHandle key(d2i_AutoPrivateKey(nullptr, &at, block.size()));
      if (!key) fault = "tls: failed to parse private key";
      return key;
    }
    skipped.emplace_back(block.type());
  }
}

}  // namespace

std::string key_pair_fault(std::string_view certificate_pem, std::string_view key_pem) {
  std::string fault;
  const CertificateHandle certificate = read_certificate(certificate_pem, fault);
  if (!certificate && !fault.starts_with("x509:")) return fault;
  std::string key_fault;
  const KeyHandle key = read_key(key_pem, key_fault);
  // That a key is not found comes before a certificate that can not be parsed; that it can not be parsed, after.
  if (!key && key_fault != "tls: failed to parse private key") return key_fault;
  ERR_clear_error();
  if (!certificate) return fault;
  if (!key) return key_fault;
  EVP_PKEY* certified = X509_get0_pubkey(certificate.get());
  if (!certified) return "tls: unknown public key algorithm";
  if (EVP_PKEY_get_base_id(certified) != EVP_PKEY_get_base_id(key.get())) return "tls: private key type does not match public key type";
  if (EVP_PKEY_eq(certified, key.get()) != 1) return "tls: private key does not match public key";
  return "";
}

}  // namespace pintle::auth
