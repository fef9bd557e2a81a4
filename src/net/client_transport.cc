#include "net/client_transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "base/ip_address.h"
#include "net/server_verifier.h"
#include "net/wire_bio.h"

namespace pintle::net {
namespace {

class PlainClientTransport final : public ClientTransport {
 public:
  explicit PlainClientTransport(Wire& wire) : wire_(wire) {}
  Handshake handshake() override { return Handshake::kDone; }
  ptrdiff_t receive(char* out, size_t size) override { return wire_.receive(out, size); }
  bool send(std::string_view bytes) override { return wire_.send(bytes); }
  void send_end() override {}
  const std::string& fault() const override { return no_fault_; }

 private:
  Wire& wire_;
  const std::string no_fault_;
};

struct Alert {
  int code;
  std::string_view text;
};
// Source: Go's crypto/tls alert.go; codes of RFC 8446 section 6.
constexpr Alert kAlerts[] = {
    {40, "handshake failure"},
    {42, "bad certificate"},
    {43, "unsupported certificate"},
    {44, "revoked certificate"},
    {45, "expired certificate"},
    {46, "unknown certificate"},
    {47, "illegal parameter"},
    {48, "unknown certificate authority"},
    {49, "access denied"},
    {50, "error decoding message"},
    {51, "error decrypting message"},
    {70, "protocol version not supported"},
    {71, "insufficient security level"},
    {80, "internal error"},
    {86, "inappropriate fallback"},
    {90, "user canceled"},
    {109, "missing extension"},
    {110, "unsupported extension"},
    {112, "unrecognized name"},
    {116, "certificate required"},
    {120, "no application protocol"},
};

constexpr int kAlertReasons = SSL_AD_REASON_OFFSET;  // OpenSSL: an alert's reason is this and its code

std::string words_of(unsigned long error) {
  const int reason = ERR_GET_REASON(error);
  if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST) return "http: server gave HTTP response to HTTPS client";
  const auto* alert = std::ranges::find(kAlerts, reason - kAlertReasons, &Alert::code);
  if (alert != std::end(kAlerts)) return "remote error: tls: " + std::string(alert->text);
  const char* text = ERR_reason_error_string(error);
  return "tls: " + std::string(text ? text : "handshake failure");
}

class TlsClientTransport final : public ClientTransport {
 public:
  TlsClientTransport(std::shared_ptr<const ClientTls> tls, const std::string& host, SSL* ssl) : tls_(std::move(tls)), ssl_(ssl) {
    verification_.server_name = tls_->server_name().empty() ? host : tls_->server_name();
    verification_.skipped = !tls_->verifies();
    SSL_set_app_data(ssl_, &verification_);
    if (!IpAddress::parse(verification_.server_name)) SSL_set_tlsext_host_name(ssl_, verification_.server_name.c_str());
    SSL_set_connect_state(ssl_);
  }
  ~TlsClientTransport() override { SSL_free(ssl_); }

  Handshake handshake() override {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_);
    if (done == 1) return Handshake::kDone;
    if (SSL_get_error(ssl_, done) == SSL_ERROR_WANT_READ) return Handshake::kPending;
    note_fault();
    return Handshake::kFailed;
  }

  ptrdiff_t receive(char* out, size_t size) override {
    ERR_clear_error();
    const int n = SSL_read(ssl_, out, static_cast<int>(std::min<size_t>(size, INT_MAX)));
    if (n > 0) return n;
    switch (SSL_get_error(ssl_, n)) {
      case SSL_ERROR_WANT_READ:
        return Wire::kNothing;
      case SSL_ERROR_ZERO_RETURN:
        return 0;
      default:
        note_fault();
        return Wire::kBroken;
    }
  }

  bool send(std::string_view bytes) override {
    while (!bytes.empty()) {
      ERR_clear_error();
      const int n = SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<size_t>(bytes.size(), INT_MAX)));
      if (n <= 0) {
        note_fault();
        return false;
      }
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }

  void send_end() override {
    ERR_clear_error();
    if (!broken_) SSL_shutdown(ssl_);
  }
  const std::string& fault() const override { return fault_; }

 private:
  void note_fault() {
    broken_ = true;
    if (!verification_.fault.empty()) {
      fault_ = "tls: failed to verify certificate: " + verification_.fault;
    } else if (const unsigned long error = ERR_peek_error()) {
      fault_ = words_of(error);
    }
    ERR_clear_error();
  }

  std::shared_ptr<const ClientTls> tls_;
  ServerVerification verification_;
  SSL* ssl_;
  std::string fault_;
  bool broken_ = false;
};

}  // namespace

std::unique_ptr<ClientTransport> make_plain_client_transport(Wire& wire) { return std::make_unique<PlainClientTransport>(wire); }

std::unique_ptr<ClientTransport> make_tls_client_transport(std::shared_ptr<const ClientTls> tls, const std::string& host, Wire& wire) {
  SSL* ssl = SSL_new(tls->get());
  BIO* bio = make_wire_bio(wire);
  if (!ssl || !bio) {
    SSL_free(ssl);
    BIO_free(bio);
    return nullptr;
  }
  SSL_set_bio(ssl, bio, bio);
  return std::make_unique<TlsClientTransport>(std::move(tls), host, ssl);
}

}  // namespace pintle::net
