#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "net/transport.h"
#include "net/wire_bio.h"

namespace pintle::net {
namespace {

// Source: net/http server.go, the answer to a plain request at a TLS port.
constexpr std::string_view kPlainRequestAnswer = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

class TlsTransport final : public Transport {
 public:
  TlsTransport(std::shared_ptr<const TlsContext> context, Wire& wire, SSL* ssl) : context_(std::move(context)), wire_(wire), ssl_(ssl) {}
  ~TlsTransport() override { SSL_free(ssl_); }

  Handshake handshake() override {
    ERR_clear_error();
    int done = SSL_accept(ssl_);
    if (done == 1) return Handshake::kDone;
    if (SSL_get_error(ssl_, done) == SSL_ERROR_WANT_READ) return Handshake::kPending;
    if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) wire_.send(kPlainRequestAnswer);
    broken_ = true;
    return Handshake::kFailed;
  }

  Protocol protocol() const override {
    const unsigned char* name = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(ssl_, &name, &length);
    return std::string_view(reinterpret_cast<const char*>(name), length) == "h2" ? Protocol::kHttp2 : Protocol::kHttp1;
  }

  void describe(Peer& peer) const override {
    peer.certificates_der = client_certificates(ssl_);
    forget_client_certificates(ssl_);
  }

  ptrdiff_t receive(char* out, size_t size) override {
    ERR_clear_error();
    int n = SSL_read(ssl_, out, static_cast<int>(std::min<size_t>(size, INT_MAX)));
    if (n > 0) return n;
    switch (SSL_get_error(ssl_, n)) {
      case SSL_ERROR_WANT_READ:
        return Wire::kNothing;
      case SSL_ERROR_ZERO_RETURN:
        return 0;
      default:
        broken_ = true;
        return Wire::kBroken;
    }
  }

  bool holds_input() const override { return SSL_has_pending(ssl_) == 1; }

  bool send(std::string_view bytes) override {
    while (!bytes.empty()) {
      ERR_clear_error();
      int n = SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<size_t>(bytes.size(), INT_MAX)));
      if (n <= 0) {
        broken_ = true;
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

 private:
  std::shared_ptr<const TlsContext> context_;
  Wire& wire_;
  SSL* ssl_;
  bool broken_ = false;
};

}  // namespace

std::unique_ptr<Transport> make_tls_transport(std::shared_ptr<const TlsContext> context, Wire& wire) {
  SSL* ssl = SSL_new(context->get());
  BIO* bio = make_wire_bio(wire);
  if (!ssl || !bio) {
    SSL_free(ssl);
    BIO_free(bio);
    return nullptr;
  }
  SSL_set_bio(ssl, bio, bio);
  SSL_set_accept_state(ssl);
  return std::make_unique<TlsTransport>(std::move(context), wire, ssl);
}

}  // namespace pintle::net
