#include "load/tls_client.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <cstring>

namespace pintle::load {
namespace {

constexpr size_t kReadAheadBytes = 64 << 10;  // several records for each read of the socket
constexpr timeval kConnectTimeout{.tv_sec = 10, .tv_usec = 0};

std::string openssl_error() {
  char text[256] = "";
  ERR_error_string_n(ERR_get_error(), text, sizeof text);
  ERR_clear_error();
  return text;
}

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, BioFree>;

BioPtr bio_of(const std::string& pem) { return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

bool use_client_certificate(SSL_CTX* context, const Credentials& credentials) {
  if (credentials.certificate_pem.empty()) return true;
  X509* certificate = PEM_read_bio_X509(bio_of(credentials.certificate_pem).get(), nullptr, nullptr, nullptr);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio_of(credentials.key_pem).get(), nullptr, nullptr, nullptr);
  const bool used = certificate != nullptr && key != nullptr && SSL_CTX_use_certificate(context, certificate) == 1 &&
                    SSL_CTX_use_PrivateKey(context, key) == 1;
  X509_free(certificate);
  EVP_PKEY_free(key);
  return used;
}

bool trust(SSL_CTX* context, const Credentials& credentials) {
  if (credentials.authority_pem.empty()) return true;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  const BioPtr bio = bio_of(credentials.authority_pem);
  size_t count = 0;
  while (X509* authority = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority);
    X509_free(authority);
    ++count;
  }
  ERR_clear_error();  // the end of the list
  return count > 0;
}

Result<int> connect_socket(const Target& target) {
  addrinfo hints{.ai_socktype = SOCK_STREAM};
  addrinfo* found = nullptr;
  if (int code = getaddrinfo(target.host.c_str(), target.port.c_str(), &hints, &found); code != 0) {
    return fail(Status::service_unavailable(target.authority + ": " + gai_strerror(code)));
  }
  const int descriptor = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &kConnectTimeout, sizeof kConnectTimeout);
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &kConnectTimeout, sizeof kConnectTimeout);
  const int connected = connect(descriptor, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
  if (connected != 0) {
    Status status = Status::service_unavailable(target.authority + ": " + strerror(errno));
    close(descriptor);
    return fail(std::move(status));
  }
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

bool offer(SSL* ssl, Protocol protocol) {
  static constexpr unsigned char kHttp2Name[] = "\x02h2";
  static constexpr unsigned char kHttp1Name[] = "\x08http/1.1";
  return protocol == Protocol::kHttp2 ? SSL_set_alpn_protos(ssl, kHttp2Name, sizeof kHttp2Name - 1) == 0
                                      : SSL_set_alpn_protos(ssl, kHttp1Name, sizeof kHttp1Name - 1) == 0;
}

bool agreed(SSL* ssl, Protocol protocol) {
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl, &name, &length);
  return protocol == Protocol::kHttp1 || std::string_view(reinterpret_cast<const char*>(name), length) == "h2";
}

}  // namespace

Result<std::unique_ptr<TlsClient>> TlsClient::create(Target target) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  std::unique_ptr<TlsClient> client(new TlsClient(std::move(target), context));
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_default_read_buffer_len(context, kReadAheadBytes);
  const Credentials& credentials = client->target_.credentials;
  if (!use_client_certificate(context, credentials))
    return fail(Status::bad_request("the client's certificate or key: " + openssl_error()));
  if (!trust(context, credentials)) return fail(Status::bad_request("the authority of the server's certificate: " + openssl_error()));
  return client;
}

TlsClient::~TlsClient() { SSL_CTX_free(context_); }

Result<TlsClient::Opened> TlsClient::connect(Protocol protocol) const {
  PINTLE_TRY(const int descriptor, connect_socket(target_));
  SSL* ssl = SSL_new(context_);
  SSL_set_fd(ssl, descriptor);
  const bool is_address = target_.host.find_first_not_of("0123456789.:abcdef") == std::string::npos;
  if (!is_address) SSL_set_tlsext_host_name(ssl, target_.host.c_str());
  if (!offer(ssl, protocol) || SSL_connect(ssl) != 1 || !agreed(ssl, protocol)) {
    Status status = Status::service_unavailable(target_.authority + ": TLS: " + openssl_error());
    SSL_free(ssl);
    close(descriptor);
    return fail(std::move(status));
  }
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  return Opened{.socket = descriptor, .ssl = ssl};
}

}  // namespace pintle::load
