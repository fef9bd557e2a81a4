#include "net/test_socket.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

namespace pintle::net {

std::unique_ptr<TestSocket> TestSocket::connect(uint16_t port, int receive_buffer) {
  static const bool ignored = signal(SIGPIPE, SIG_IGN) != SIG_ERR;  // OpenSSL writes to sockets without MSG_NOSIGNAL
  (void)ignored;
  std::unique_ptr<TestSocket> made(new TestSocket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)));
  if (receive_buffer > 0) setsockopt(made->descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  timeval patience{.tv_sec = kPatienceSeconds};
  setsockopt(made->descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(made->descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;
  setsockopt(made->descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (::connect(made->descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return nullptr;
  return made;
}

std::unique_ptr<TestSocket> TestSocket::connect_tls(uint16_t port, const TestTls& tls) {
  auto made = connect(port);
  if (!made || !made->handshake(tls)) return nullptr;
  return made;
}

bool TestSocket::handshake(const TestTls& tls) {
  context_ = SSL_CTX_new(TLS_client_method());
  if (tls.version_max) SSL_CTX_set_max_proto_version(context_, tls.version_max);
  if (!tls.cipher_list.empty()) SSL_CTX_set_cipher_list(context_, tls.cipher_list.c_str());
  if (!tls.protocols.empty()) {
    SSL_CTX_set_alpn_protos(context_, reinterpret_cast<const unsigned char*>(tls.protocols.data()),
                            static_cast<unsigned>(tls.protocols.size()));
  }
  if (tls.certificate) {
    BIO* chain = BIO_new_mem_buf(tls.certificate->certificate_pem.data(), static_cast<int>(tls.certificate->certificate_pem.size()));
    X509* leaf = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context_, leaf);
    X509_free(leaf);
    while (X509* above = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr)) SSL_CTX_add0_chain_cert(context_, above);
    BIO_free(chain);
    BIO* text = BIO_new_mem_buf(tls.certificate->private_key_pem.data(), static_cast<int>(tls.certificate->private_key_pem.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(text, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context_, key);
    EVP_PKEY_free(key);
    BIO_free(text);
  }
  ssl_ = SSL_new(context_);
  if (!tls.server_name.empty()) SSL_set_tlsext_host_name(ssl_, tls.server_name.c_str());
  if (tls.session) SSL_set_session(ssl_, tls.session);
  SSL_set_fd(ssl_, descriptor_);
  return SSL_connect(ssl_) == 1;
}

TestSocket::~TestSocket() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  if (descriptor_ >= 0) close(descriptor_);
}

bool TestSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                     : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

std::string TestSocket::receive() {
  if (!unread_.empty()) return std::exchange(unread_, {});
  char buffer[16384];
  ssize_t n = ssl_ ? SSL_read(ssl_, buffer, sizeof buffer) : recv(descriptor_, buffer, sizeof buffer, 0);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) ADD_FAILURE() << "the server says nothing";
  return n > 0 ? std::string(buffer, static_cast<size_t>(n)) : std::string();
}

std::string TestSocket::receive_until(std::string_view mark) {
  std::string text;
  while (true) {
    std::string part = receive();
    if (part.empty()) return text;
    size_t from = text.size() < mark.size() ? 0 : text.size() - mark.size();
    text += part;
    size_t at = text.find(mark, from);
    if (at == text.npos) continue;
    unread_ = text.substr(at + mark.size());
    text.resize(at + mark.size());
    return text;
  }
}

std::string TestSocket::receive_bytes(size_t size) {
  std::string text;
  while (text.size() < size) {
    std::string part = receive();
    if (part.empty()) break;
    text += part;
  }
  if (text.size() > size) {
    unread_ = text.substr(size);
    text.resize(size);
  }
  return text;
}

std::string TestSocket::receive_to_end() {
  std::string text;
  for (std::string part = receive(); !part.empty(); part = receive()) text += part;
  return text;
}

TestSocket::Answer TestSocket::receive_answer(bool has_body) {
  Answer answer{.head = receive_until("\r\n\r\n")};
  if (!has_body) return answer;
  if (size_t at = answer.head.find("Content-Length: "); at != answer.head.npos) {
    answer.body = receive_bytes(std::stoul(answer.head.substr(at + 16)));
  } else if (answer.head.find("Transfer-Encoding: chunked") != answer.head.npos) {
    while (true) {
      std::string line = receive_until("\r\n");
      size_t size = line.empty() ? 0 : std::stoul(line, nullptr, 16);
      answer.body += receive_bytes(size);
      receive_bytes(2);
      if (size == 0) break;
    }
  }
  return answer;
}

void TestSocket::shutdown_write() {
  if (ssl_) SSL_shutdown(ssl_);
  shutdown(descriptor_, SHUT_WR);
}

void TestSocket::reset() {
  linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(std::exchange(descriptor_, -1));
}

std::string TestSocket::protocol() const {
  const unsigned char* name = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(ssl_, &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

bool TestSocket::resumed() const { return SSL_session_reused(ssl_) == 1; }

std::string TestSocket::common_name_of_server() const {
  char name[128] = "";
  X509* certificate = SSL_get0_peer_certificate(ssl_);
  if (certificate) X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  return name;
}

ssl_session_st* TestSocket::take_session() const { return SSL_get1_session(ssl_); }

}  // namespace pintle::net
