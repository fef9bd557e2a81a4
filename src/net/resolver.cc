#include "net/resolver.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "net/client_fault.h"
#include "net/client_limits.h"

namespace pintle::net {
namespace {

std::unexpected<Status> lookup_fault(const std::string& host, std::string_view why) {
  return fail(client_fault(ClientFault::kLookup, "lookup " + host + ": " + std::string(why)));
}

std::string_view reason_of(int code) {
  switch (code) {
    case EAI_NONAME:
    case EAI_NODATA:
      return "no such host";
    case EAI_AGAIN:
      return "server misbehaving";
    default:
      return gai_strerror(code);
  }
}

IpAddress address_of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
    return IpAddress::of_bytes({reinterpret_cast<const char*>(&v4), sizeof v4});
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  return IpAddress::of_bytes({reinterpret_cast<const char*>(&v6), sizeof v6});
}

Resolver::Addresses resolve(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found); code != 0) return lookup_fault(host, reason_of(code));
  std::vector<IpAddress> addresses;
  for (const addrinfo* one = found; one; one = one->ai_next) {
    if (one->ai_family != AF_INET && one->ai_family != AF_INET6) continue;
    const IpAddress address = address_of(one->ai_addr);
    if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
  }
  freeaddrinfo(found);
  if (addresses.empty()) return lookup_fault(host, "no such host");
  return addresses;
}

}  // namespace

void SystemResolver::lookup(const std::string& host, Answer answer) {
  if (auto address = IpAddress::parse(host)) return answer(std::vector{*address});
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && queue_.size() < kLookupsMax) {
      queue_.push_back({host, std::move(answer)});
      if (idle_ == 0 && threads_.size() < kLookupThreadsMax) threads_.emplace_back([this] { work(); });
      changed_.notify_one();
      return;
    }
  }
  answer(lookup_fault(host, "too many names are being looked up"));
}

void SystemResolver::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --idle_;
    if (stopping_) return;
    Lookup lookup = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    lookup.answer(resolve(lookup.host));
    lookup.answer = nullptr;
    lock.lock();
  }
}

SystemResolver::~SystemResolver() {
  std::deque<Lookup> left;
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    left.swap(queue_);
    threads.swap(threads_);
    changed_.notify_all();
  }
  for (std::thread& thread : threads) thread.join();
  for (Lookup& lookup : left) lookup.answer(lookup_fault(lookup.host, "the server stops"));
}

}  // namespace pintle::net
