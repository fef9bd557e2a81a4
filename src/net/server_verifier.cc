#include "net/server_verifier.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <vector>

#include "base/ip_address.h"

namespace pintle::net {
namespace {

std::string time_text(const std::tm& time) {
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &time)};
}

std::string time_text(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return time_text(parts);
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return time_text(parts);
}

std::string time_fault(const X509* leaf) {
  const std::string expired = "x509: certificate has expired or is not yet valid: current time " + now_text();
  if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0) return expired + " is before " + time_text(X509_get0_notBefore(leaf));
  if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0) return expired + " is after " + time_text(X509_get0_notAfter(leaf));
  return "";
}

struct Names {
  bool has_extension = false;
  std::string dns;  // joined by ", "
  std::string addresses;
};

void append(std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; }

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<size_t>(ASN1_STRING_length(text))};
}

Names names_of(const X509* leaf) {
  Names names;
  auto* found = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(leaf, NID_subject_alt_name, nullptr, nullptr));
  names.has_extension = found != nullptr;
  for (int i = 0; i < sk_GENERAL_NAME_num(found); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(found, i);
    if (name->type == GEN_DNS) append(names.dns, std::string(bytes_of(name->d.dNSName)));
    if (name->type != GEN_IPADD) continue;
    const std::string_view address = bytes_of(name->d.iPAddress);
    if (address.size() == 4 || address.size() == 16) append(names.addresses, IpAddress::of_bytes(address).to_string());
  }
  GENERAL_NAMES_free(found);
  return names;
}

std::string name_fault(X509* leaf, const std::string& server_name) {
  const bool is_address = IpAddress::parse(server_name).has_value();
  const unsigned flags = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  const int matches = is_address ? X509_check_ip_asc(leaf, server_name.c_str(), 0)
                                 : X509_check_host(leaf, server_name.data(), server_name.size(), flags, nullptr);
  if (matches == 1) return "";
  const Names names = names_of(leaf);
  if (!names.has_extension && X509_check_host(leaf, server_name.data(), server_name.size(), 0, nullptr) == 1)
    return "x509: certificate relies on legacy Common Name field, use SANs instead";
  if (is_address && names.addresses.empty())
    return "x509: cannot validate certificate for " + server_name + " because it doesn't contain any IP SANs";
  const std::string& valid = is_address ? names.addresses : names.dns;
  if (valid.empty()) return "x509: certificate is not valid for any names, but wanted to match " + server_name;
  return "x509: certificate is valid for " + valid + ", not " + server_name;
}

std::string chain_fault(X509_STORE_CTX* chain) {
  X509_STORE_CTX_set_purpose(chain, X509_PURPOSE_SSL_SERVER);
  if (X509_verify_cert(chain) == 1) return "";
  switch (const int error = X509_STORE_CTX_get_error(chain)) {
    case X509_V_ERR_INVALID_PURPOSE:
      return "x509: certificate specifies an incompatible key usage";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "x509: certificate has expired or is not yet valid: " + std::string(X509_verify_cert_error_string(error));
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_INVALID_CA:
      return "x509: certificate signed by unknown authority";
    default:
      return std::string("x509: ") + X509_verify_cert_error_string(error);
  }
}

}  // namespace

std::string server_fault(X509_STORE_CTX* chain, const std::string& server_name) {
  X509* leaf = X509_STORE_CTX_get0_cert(chain);
  if (std::string fault = time_fault(leaf); !fault.empty()) return fault;
  if (std::string fault = name_fault(leaf, server_name); !fault.empty()) return fault;
  return chain_fault(chain);
}

int verify_for_connection(X509_STORE_CTX* chain, void*) {
  const auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* verification = static_cast<ServerVerification*>(SSL_get_app_data(ssl));
  if (verification->skipped) return 1;
  verification->fault = server_fault(chain, verification->server_name);
  if (verification->fault.empty()) return 1;
  X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

}  // namespace pintle::net
