#include "net/wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "net/limits.h"

namespace pintle::net {

ptrdiff_t Wire::send_some(std::string_view bytes) {
  const int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (more_expected_ ? MSG_MORE : 0);
  gathering_ = more_expected_;
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t n = ::send(descriptor_, bytes.data() + done, bytes.size() - done, flags);
    if (n >= 0) {
      done += static_cast<size_t>(n);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      return kBroken;
    }
  }
  return static_cast<ptrdiff_t>(done);
}

bool Wire::send(std::string_view bytes) {
  if (!blocked()) {
    ptrdiff_t done = send_some(bytes);
    if (done == kBroken) return false;
    bytes.remove_prefix(static_cast<size_t>(done));
  }
  if (unsent_.size() - sent_ + bytes.size() > kUnsentBytesMax) return false;
  unsent_.append(bytes);
  return true;
}

void Wire::expect_more(bool more) {
  more_expected_ = more;
  if (more || !std::exchange(gathering_, false)) return;
  const int on = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // sends what was held back; fails for what is no TCP socket
}

bool Wire::flush() {
  if (!blocked()) return true;
  ptrdiff_t done = send_some(std::string_view(unsent_).substr(sent_));
  if (done == kBroken) return false;
  sent_ += static_cast<size_t>(done);
  if (sent_ == unsent_.size()) {
    unsent_ = {};  // an idle connection keeps no buffer
    sent_ = 0;
  }
  return true;
}

ptrdiff_t Wire::receive(char* out, size_t size) {
  while (true) {
    ssize_t n = ::recv(descriptor_, out, size, MSG_DONTWAIT);
    if (n >= 0) return n;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return kNothing;
    if (errno != EINTR) return kBroken;
  }
}

}  // namespace pintle::net
