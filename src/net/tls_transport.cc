#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "net/transport.h"

namespace pintle::net {
namespace {

// OpenSSL's way to the socket: reads from the Wire, and writes to it, which never has to be repeated.
Wire& wire_of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }

int bio_read(BIO* bio, char* out, int size) {
  BIO_clear_retry_flags(bio);
  ptrdiff_t n = wire_of(bio).receive(out, static_cast<size_t>(size));
  if (n == Wire::kNothing) BIO_set_retry_read(bio);
  return n < 0 ? -1 : static_cast<int>(n);
}

int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  return wire_of(bio).send({bytes, static_cast<size_t>(size)}) ? size : -1;
}

long bio_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* wire_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "wire");
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    BIO_meth_set_create(made, [](BIO* bio) {
      BIO_set_init(bio, 1);
      return 1;
    });
    return made;
  }();
  return method;
}

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

  void describe(Peer& peer) const override { peer.certificates_der = client_certificates(ssl_); }

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
  BIO* bio = BIO_new(wire_method());
  if (!ssl || !bio) {
    SSL_free(ssl);
    BIO_free(bio);
    return nullptr;
  }
  BIO_set_data(bio, &wire);
  SSL_set_bio(ssl, bio, bio);
  SSL_set_accept_state(ssl);
  return std::make_unique<TlsTransport>(std::move(context), wire, ssl);
}

}  // namespace pintle::net
