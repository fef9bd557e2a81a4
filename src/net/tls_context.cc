#include "net/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/ip_address.h"
#include "net/tls_pem.h"
#include "net/wire_bio.h"

namespace pintle::net {
namespace {

// TLS 1.2: forward secrecy only, as Go has it since 1.22. TLS 1.3: the fastest first.
constexpr const char* kCipherList =
    "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA";
constexpr const char* kTls13Suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

// IANA names into OpenSSL's list. TLS 1.3 suites are accepted and change nothing, as in Go.
Result<void> use_cipher_suites(SSL_CTX* context, const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (name == "TLS_AES_128_GCM_SHA256" || name == "TLS_AES_256_GCM_SHA384" || name == "TLS_CHACHA20_POLY1305_SHA256") continue;
    // Go's older names for the two ChaCha20 suites.
    std::string full = name.ends_with("_CHACHA20_POLY1305") ? name + "_SHA256" : name;
    const char* openssl_name = OPENSSL_cipher_name(full.c_str());
    if (std::strcmp(openssl_name, "(NONE)") == 0) return fail(Status::internal("Cipher suite " + name + " not supported or doesn't exist"));
    if (!list.empty()) list += ':';
    list += openssl_name;
  }
  if (list.empty()) list = kCipherList;
  if (SSL_CTX_set_cipher_list(context, list.c_str()) != 1) return tls_error("using the cipher suites");
  if (SSL_CTX_set_ciphersuites(context, kTls13Suites) != 1) return tls_error("using the TLS 1.3 cipher suites");
  return {};
}

// Chooses our first protocol that the client knows. Source: RFC 7301 section 3.2.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered, unsigned int offered_length,
                    void* known) {
  std::string_view ours = static_cast<const char*>(known);
  unsigned char* out = nullptr;
  if (SSL_select_next_proto(&out, length, reinterpret_cast<const unsigned char*>(ours.data()), static_cast<unsigned>(ours.size()), offered,
                            offered_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = out;
  return SSL_TLSEXT_ERR_OK;
}

std::string der_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<char*>(bytes), static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

// A ticket holds the client's leaf but not the certificates above it: they are added, each DER after the other.
int add_chain_to_ticket(SSL* ssl, void*) {
  if (SSL_session_reused(ssl)) return 1;  // the session has it from the ticket before
  std::string chain;
  STACK_OF(X509)* certificates = SSL_get_peer_cert_chain(ssl);  // without the leaf, on a server
  for (int i = 0; i < sk_X509_num(certificates); ++i) chain += der_of(sk_X509_value(certificates, i));
  return SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), chain.data(), chain.size());
}

SSL_TICKET_RETURN take_ticket(SSL*, SSL_SESSION*, const unsigned char*, size_t, SSL_TICKET_STATUS status, void*) {
  switch (status) {
    case SSL_TICKET_SUCCESS:
      return SSL_TICKET_RETURN_USE;
    case SSL_TICKET_SUCCESS_RENEW:
      return SSL_TICKET_RETURN_USE_RENEW;
    default:
      return SSL_TICKET_RETURN_IGNORE_RENEW;
  }
}

void append_ticket_chain(SSL* ssl, std::vector<std::string>& out) {
  void* data = nullptr;
  size_t size = 0;
  if (SSL_SESSION_get0_ticket_appdata(SSL_get_session(ssl), &data, &size) != 1) return;
  const auto* at = static_cast<const unsigned char*>(data);
  const auto* end = at + size;
  while (at < end) {
    const auto* begin = at;
    Certificate certificate(d2i_X509(nullptr, &at, end - at));
    if (!certificate) break;
    out.emplace_back(reinterpret_cast<const char*>(begin), static_cast<size_t>(at - begin));
  }
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

bool is_domain(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (name.empty() || name.front() == '.' || name.back() == '.') return false;
  return std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; });
}

// The names that a certificate is for when none are given with it. Addresses are left out: clients name hosts only.
// Source: apiserver/pkg/server/dynamiccertificates getCertificateNames.
Result<std::vector<std::string>> certificate_names(const std::string& pem) {
  PINTLE_TRY(std::vector<Certificate> chain, read_certificates(pem));
  std::vector<std::string> names;
  if (chain.empty()) return names;
  char common_name[256] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(chain[0].get()), NID_commonName, common_name, sizeof common_name);
  if (const std::string name = lower_case(common_name); !IpAddress::parse(name) && (name == "*" || is_domain(name))) names.push_back(name);
  auto* alternatives = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(chain[0].get(), NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(alternatives); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(alternatives, i);
    if (name->type != GEN_DNS) continue;
    names.push_back(lower_case(
        {reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)), static_cast<size_t>(ASN1_STRING_length(name->d.dNSName))}));
  }
  GENERAL_NAMES_free(alternatives);
  return names;
}

// OpenSSL's hook, with and without a name that the client asks for.
int choose_certificate(SSL* ssl, int*, void* own) {
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  ssl_ctx_st* named = static_cast<const TlsContext*>(own)->named(name ? name : "", name ? std::string() : local_address_of(ssl));
  if (named) SSL_set_SSL_CTX(ssl, named);
  return SSL_TLSEXT_ERR_OK;
}

// Certificates are looked at by authentication, not by the handshake, which proves only that the client holds the key.
int accept_any(X509_STORE_CTX*, void*) { return 1; }

Result<void> ask_for_client_certificate(SSL_CTX* context, const TlsOptions& options) {
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, accept_any, nullptr);
  PINTLE_TRY(std::vector<Certificate> authorities, read_certificates(options.client_authorities_pem));
  for (const Certificate& authority : authorities) {
    if (SSL_CTX_add_client_CA(context, authority.get()) != 1) return tls_error("using the client certificate authorities");
  }
  return {};
}

Result<void> configure(SSL_CTX* context, const TlsOptions& options, bool http2) {
  SSL_CTX_set_min_proto_version(context, options.version_min == TlsVersion::kTls13 ? TLS1_3_VERSION : TLS1_2_VERSION);
  // An end without close_notify is an end: HTTP requests have a length of their own, so nothing can be cut off unseen.
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);  // a record's header and body in one read
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_session_ticket_cb(context, add_chain_to_ticket, take_ticket, nullptr);
  static constexpr unsigned char kSessions[] = "pintle";
  SSL_CTX_set_session_id_context(context, kSessions, sizeof kSessions - 1);
  static char http2_and_1[] = "\x02h2\x08http/1.1";
  static char http1[] = "\x08http/1.1";
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, http2 ? http2_and_1 : http1);
  PINTLE_TRY_VOID(use_key_pair(context, options.certificate_pem, options.private_key_pem));
  PINTLE_TRY_VOID(use_cipher_suites(context, options.cipher_suites));
  if (options.request_client_certificate) PINTLE_TRY_VOID(ask_for_client_certificate(context, options));
  return {};
}

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const TlsOptions& options, bool http2) {
  ERR_clear_error();
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (!context) return tls_error("making a TLS context");
  std::shared_ptr<TlsContext> made(new TlsContext(context));
  PINTLE_TRY_VOID(configure(context, options, http2));
  if (!options.sni_certificates.empty()) PINTLE_TRY_VOID(made->add_named(options, http2));
  return made;
}

// From the last to the first, so that earlier ones win; names that are given win over those that a certificate has.
Result<void> TlsContext::add_named(const TlsOptions& options, bool http2) {
  std::vector<std::pair<std::string, std::shared_ptr<const TlsContext>>> given;
  for (auto sni = options.sni_certificates.rbegin(); sni != options.sni_certificates.rend(); ++sni) {
    TlsOptions own = options;
    own.sni_certificates.clear();
    own.certificate_pem = sni->certificate_pem;
    own.private_key_pem = sni->private_key_pem;
    PINTLE_TRY(auto context, create(own, http2));
    for (const std::string& name : sni->names) given.emplace_back(lower_case(name), context);
    if (!sni->names.empty()) continue;
    PINTLE_TRY(const std::vector<std::string> names, certificate_names(sni->certificate_pem));
    for (const std::string& name : names) named_[name] = context;
  }
  for (auto& [name, context] : given) named_[name] = std::move(context);
  SSL_CTX_set_tlsext_servername_callback(context_, choose_certificate);
  SSL_CTX_set_tlsext_servername_arg(context_, this);
  return {};
}

// Source: Go's crypto/tls Config.getCertificate; for clients without a name dynamiccertificates GetConfigForClient.
ssl_ctx_st* TlsContext::named(std::string_view name, std::string_view local_address) const {
  const auto find = [this](std::string_view key) {
    auto found = named_.find(key);
    return found == named_.end() ? nullptr : found->second->get();
  };
  if (name.empty()) return find(local_address);
  std::string wanted = lower_case(name);
  while (wanted.ends_with('.')) wanted.pop_back();
  if (ssl_ctx_st* exact = find(wanted)) return exact;
  const size_t dot = wanted.find('.');
  return dot == std::string::npos ? nullptr : find("*" + wanted.substr(dot));
}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

std::vector<std::string> client_certificates(ssl_st* ssl) {
  std::vector<std::string> chain;
  X509* leaf = SSL_get0_peer_certificate(ssl);
  if (!leaf) return chain;
  chain.push_back(der_of(leaf));
  if (SSL_session_reused(ssl)) {
    append_ticket_chain(ssl, chain);
    return chain;
  }
  STACK_OF(X509)* above = SSL_get_peer_cert_chain(ssl);
  for (int i = 0; i < sk_X509_num(above); ++i) chain.push_back(der_of(sk_X509_value(above, i)));
  return chain;
}

void forget_client_certificates(ssl_st* ssl) {
  SSL_SESSION_set1_ticket_appdata(SSL_get_session(ssl), nullptr, 0);
  STACK_OF(X509)* above = SSL_get_peer_cert_chain(ssl);
  while (sk_X509_num(above) > 0) X509_free(sk_X509_pop(above));
  X509* leaf = SSL_get0_peer_certificate(ssl);
  EVP_PKEY* key = leaf ? X509_get0_pubkey(leaf) : nullptr;
  if (key) EVP_PKEY_set_type(key, EVP_PKEY_ED25519);  // lets go of the key and its curve
}

}  // namespace pintle::net
