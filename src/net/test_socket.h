// A client's socket for tests: blocking, plain or TLS. Nothing waits for ever: a server that says nothing for so long fails the test and
// counts as gone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "net/test_certificate.h"

struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

namespace pintle::net {

struct TestTls {
  std::string protocols = "\x02h2\x08http/1.1";  // ALPN as on the wire; "" offers none
  const TestCertificate* certificate = nullptr;
  int version_max = 0;  // TLS1_2_VERSION...; 0: any
  std::string cipher_list;
  std::string server_name;            // SNI; "" asks for none
  ssl_session_st* session = nullptr;  // to be resumed
};

class TestSocket {
 public:
  static constexpr int kPatienceSeconds = 30;

  // Null when the server does not accept. `receive_buffer` 0: the system's.
  static std::unique_ptr<TestSocket> connect(uint16_t port, int receive_buffer = 0);
  // Null when the handshake fails.
  static std::unique_ptr<TestSocket> connect_tls(uint16_t port, const TestTls& tls = {});
  ~TestSocket();

  bool send(std::string_view bytes);
  // What comes next; "" at the end.
  std::string receive();
  // All up to and including `mark`, or up to the end.
  std::string receive_until(std::string_view mark);
  std::string receive_bytes(size_t size);
  std::string receive_to_end();
  // An HTTP/1.1 response with Content-Length or chunks, or without a body.
  struct Answer {
    std::string head;
    std::string body;
    int status() const { return head.size() > 12 ? std::stoi(head.substr(9, 3)) : 0; }
  };
  Answer receive_answer(bool has_body = true);

  // Sends no more, but receives.
  void shutdown_write();
  // Goes away without a word (RST).
  void reset();

  std::string protocol() const;
  bool resumed() const;
  std::string common_name_of_server() const;
  // To be freed by SSL_SESSION_free; after something was received (TLS 1.3 tickets come late).
  ssl_session_st* take_session() const;

 private:
  explicit TestSocket(int descriptor) : descriptor_(descriptor) {}
  bool handshake(const TestTls& tls);
  int descriptor_;
  ssl_ctx_st* context_ = nullptr;
  ssl_st* ssl_ = nullptr;
  std::string unread_;
};

}  // namespace pintle::net
