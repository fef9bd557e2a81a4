// Wire: the bytes of one socket, without waiting. What the socket does not take is kept and goes first next time.
//
// The descriptor belongs to the SocketWatch. Thread: the connection's loop.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pintle::net {

class Wire {
 public:
  explicit Wire(int descriptor) : descriptor_(descriptor) {}

  // Takes all of `bytes`. False: the connection is broken, or more than kUnsentBytesMax would wait.
  bool send(std::string_view bytes);
  // More follows what is sent from now on: the kernel may gather it into larger segments, until expect_more(false).
  void expect_more(bool more);
  // Sends what is kept. False: the connection is broken.
  bool flush();
  // Something is kept: wait until the socket is writable.
  bool blocked() const { return !unsent_.empty(); }

  // > 0: bytes read; 0: the client sends no more; kNothing: none now; kBroken.
  static constexpr ptrdiff_t kNothing = -1;
  static constexpr ptrdiff_t kBroken = -2;
  ptrdiff_t receive(char* out, size_t size);

  int descriptor() const { return descriptor_; }

 private:
  // Bytes taken by the socket, or kBroken.
  ptrdiff_t send_some(std::string_view bytes);

  int descriptor_;
  bool more_expected_ = false;
  bool gathering_ = false;  // the kernel holds bytes back
  std::string unsent_;
  size_t sent_ = 0;  // bytes at the front of unsent_ that went
};

}  // namespace pintle::net
