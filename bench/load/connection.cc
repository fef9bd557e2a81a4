#include "load/connection.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace pintle::load {
namespace {

constexpr size_t kRecordBytesMax = 16 << 10;

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(EventLoop& loop, const TlsClient& tls, Protocol protocol, Session& session) {
  PINTLE_TRY(const TlsClient::Opened opened, tls.connect(protocol));
  return std::unique_ptr<Connection>(new Connection(loop, opened, session));
}

Connection::Connection(EventLoop& loop, TlsClient::Opened opened, Session& session)
    : loop_(loop), socket_(opened.socket), ssl_(opened.ssl), session_(session) {
  loop_.add(socket_, *this);
}

Connection::~Connection() {
  loop_.remove(socket_, *this);
  if (!lost_) SSL_shutdown(ssl_);
  SSL_free(ssl_);
  close(socket_);
}

void Connection::flush_soon() {
  if (flush_asked_ || lost_) return;
  flush_asked_ = true;
  loop_.flush_soon(*this);
}

void Connection::ready() {
  read();
  if (waits_to_write_) flush_soon();
}

void Connection::read() {
  // The peer's first bytes may have come with its handshake; those, too, are in the socket or in OpenSSL.
  static std::array<char, kRecordBytesMax> buffer;
  while (!lost_) {
    const int count = SSL_read(ssl_, buffer.data(), buffer.size());
    if (count <= 0) {
      const int error = SSL_get_error(ssl_, count);
      if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
      return lose(error == SSL_ERROR_ZERO_RETURN ? "the server closed the connection" : "the connection broke");
    }
    if (!session_.received({buffer.data(), static_cast<size_t>(count)})) return lose("the server's answer is not what the protocol has");
    if (SSL_has_pending(ssl_) == 0) return;
  }
}

void Connection::flush() {
  flush_asked_ = false;
  while (!lost_) {
    if (out_sent_ == out_.size()) {
      out_.clear();
      out_sent_ = 0;
      session_.write_to(out_);
      if (out_.empty()) break;
    }
    if (!write_out()) break;
  }
  const bool blocked = !lost_ && out_sent_ < out_.size();
  if (lost_ || blocked == waits_to_write_) return;
  waits_to_write_ = blocked;
  loop_.wait_for(socket_, *this, blocked ? EventLoop::Wait::kReadAndWrite : EventLoop::Wait::kRead);
}

bool Connection::write_out() {
  while (out_sent_ < out_.size()) {
    const size_t size = std::min(kRecordBytesMax, out_.size() - out_sent_);
    const int count = SSL_write(ssl_, out_.data() + out_sent_, static_cast<int>(size));
    if (count <= 0) {
      const int error = SSL_get_error(ssl_, count);
      if (error != SSL_ERROR_WANT_WRITE && error != SSL_ERROR_WANT_READ) lose("the connection broke");
      return false;
    }
    out_sent_ += static_cast<size_t>(count);
  }
  return true;
}

void Connection::lose(const std::string& why) {
  lost_ = true;
  ERR_clear_error();
  loop_.remove(socket_, *this);
  session_.lost(why);
}

}  // namespace pintle::load
