// ConnectionPolicy: what this server asks of connections and adds to answers, whoever asks for what: CORS, HSTS, GOAWAY, the time that a
// request gets, how many run at once, and what is said while the server stops.
//
// Ownership: main; outlives the chain. Thread: stop_accepting() on any; the rest is immutable or atomic.
// Source: apiserver/pkg/server/filters (hsts.go, goaway.go, with_retry_after.go), config.go DefaultBuildHandlerChain for the order.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "api/cors.h"
#include "api/in_flight.h"
#include "net/http.h"

namespace pintle::api {

class ConnectionPolicy {
 public:
  struct Settings {
    Cors cors;
    std::string strict_transport_security;  // the header's value; "": it is not sent
    double goaway_chance = 0;               // of an HTTP/2 request to be the last of its connection
    std::chrono::milliseconds request_timeout{0};
    InFlightLimits::Limits in_flight;
    bool refuse_while_stopping = false;  // with 429 and a Retry-After, after stop_accepting()
  };
  explicit ConnectionPolicy(Settings settings)
      : settings_(std::move(settings)),
        in_flight_(settings_.in_flight,
                   settings_.refuse_while_stopping ? InFlightLimits::Counting::kAll : InFlightLimits::Counting::kLimited) {}

  void stop_accepting() { stopping_.store(true, std::memory_order_relaxed); }
  // While the server stops, what is no probe is sent away, to come back to another server.
  std::optional<net::Response> refuse(const net::Request& request) const;
  const Cors& cors() const { return settings_.cors; }
  std::chrono::milliseconds request_timeout() const { return settings_.request_timeout; }
  InFlightLimits& in_flight() const { return in_flight_; }
  // What every answer has.
  void decorate(const net::Request& request, net::Response& response) const;

 private:
  const Settings settings_;
  mutable InFlightLimits in_flight_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace pintle::api
