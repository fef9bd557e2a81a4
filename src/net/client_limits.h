// Every limit of the HTTPS client, with its unit and where the number comes from. What is not here is asked for in each request.
#pragma once

#include <chrono>
#include <cstddef>

namespace pintle::net {

// Status line and header fields of an answer.
inline constexpr size_t kResponseHeadBytesMax = 1 << 20;
// An answer's body, unless the request asks for another limit. Upstream: webhooks answer at most as much as a request may hold.
inline constexpr size_t kResponseBytesMax = 3 << 20;
// Answers such as 103 before the one that counts. Go: max1xxResponses.
inline constexpr int kInformationalAnswersMax = 5;

// The whole call, unless the request says otherwise. Upstream: defaultRequestTimeout of webhooks.
inline constexpr std::chrono::milliseconds kCallTimeout{30'000};
// Until one of a name's addresses has accepted. Source: client-go transport/cache.go.
inline constexpr std::chrono::milliseconds kDialTimeout{30'000};
// What each of several addresses gets at least of it. Go: partialDeadline.
inline constexpr std::chrono::milliseconds kDialTimeoutMin{2'000};
// Source: client-go transport/cache.go, tlsConfigTransport.
inline constexpr std::chrono::milliseconds kTlsHandshakeTimeout{10'000};

// Kept connections to one server, of each loop. Source: client-go transport/cache.go, idleConnsPerHost.
inline constexpr size_t kIdlePerServerMax = 25;
// Kept connections to all servers, of each loop. Go: DefaultTransport.MaxIdleConns.
inline constexpr size_t kIdleMax = 100;
// A kept connection that is not used for so long is closed. Go: DefaultTransport.IdleConnTimeout.
inline constexpr std::chrono::milliseconds kIdleConnectionTimeout{90'000};

// Names that are being looked up at once, each in a thread; more wait.
inline constexpr size_t kLookupThreadsMax = 4;
// Names that wait to be looked up; more are refused.
inline constexpr size_t kLookupsMax = 1024;

}  // namespace pintle::net
