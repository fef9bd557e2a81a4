// Resolver: the addresses of a host name, asked for off the I/O loops.
//
//   resolver.lookup("webhook.example.com", [](Result<std::vector<IpAddress>> found) { ... });   // called once, on any thread
//
// The machine's resolver blocks (getaddrinfo), so lookups run in up to kLookupThreadsMax threads, which are started when they are needed.
// Thread: lookup on any; the answer comes on the caller's thread (an address, a fault) or on one of the resolver's.
// Errors: client_fault(kLookup), worded as Go's: "lookup nowhere.invalid: no such host".
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/ip_address.h"
#include "base/result.h"

namespace pintle::net {

class Resolver {
 public:
  using Addresses = Result<std::vector<IpAddress>>;
  using Answer = std::move_only_function<void(Addresses)>;
  virtual ~Resolver() = default;
  virtual void lookup(const std::string& host, Answer answer) = 0;
};

// The machine's: /etc/hosts, DNS, whatever nsswitch.conf says.
class SystemResolver final : public Resolver {
 public:
  // Waits for the lookups under way; those that wait are answered with a fault.
  ~SystemResolver() override;
  void lookup(const std::string& host, Answer answer) override;

 private:
  struct Lookup {
    std::string host;
    Answer answer;
  };
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Lookup> queue_;          // guarded by mutex_
  std::vector<std::thread> threads_;  // guarded by mutex_
  size_t idle_ = 0;                   // guarded by mutex_
  bool stopping_ = false;             // guarded by mutex_
};

}  // namespace pintle::net
