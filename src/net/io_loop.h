// IoLoop: a Loop that also waits for sockets. Asio stays behind the .cc.
//
//   auto watch = loop.watch(fd, watcher);   // takes the descriptor
//   watch->wait_readable();                 // once: watcher.on_readable() is called on this loop
//
// Everything but post() is for the loop's own thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/loop.h"

namespace pintle::net {

class SocketWatcher {
 public:
  virtual void on_readable() = 0;
  virtual void on_writable() = 0;

 protected:
  ~SocketWatcher() = default;
};

// Owns a non-blocking socket. Destroying it closes the socket; no call comes after that.
class SocketWatch {
 public:
  virtual ~SocketWatch() = default;
  virtual int descriptor() const = 0;
  // Each asks for one call. Asking again before it came changes nothing.
  virtual void wait_readable() = 0;
  virtual void wait_writable() = 0;
};

class IoLoop : public Loop {
 public:
  virtual std::unique_ptr<SocketWatch> watch(int descriptor, SocketWatcher& watcher) = 0;
  // Ends run() after the job at hand; any thread.
  virtual void stop() = 0;
  // Runs on the calling thread until stop().
  virtual void run() = 0;

  static std::unique_ptr<IoLoop> create();
};

}  // namespace pintle::net
