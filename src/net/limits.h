// Every limit of the HTTP server, with its unit and where the number comes from.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace pintle::net {

// --- What a client may send before a handler sees it.
// Request line and header fields of HTTP/1.1: Go's DefaultMaxHeaderBytes and its 4 KiB of slack; longer is answered with 431.
inline constexpr size_t kRequestHeadBytesMax = (1 << 20) + 4096;
// The same for HTTP/2: names + values + 32 bytes a field (RFC 9113 section 6.5.2), announced in SETTINGS; more is answered with 431.
inline constexpr size_t kHeaderListBytesMax = (1 << 20) + 320;
// A header list this long ends the connection: its client does not heed what it was told. Twice the above.
inline constexpr size_t kHeaderListBytesHardMax = 2 * kHeaderListBytesMax;
// Requests under way at once on one HTTP/2 connection, those whose client has gone included. Source: apiserver/pkg/server
// secure_serving.go (http2Options.MaxConcurrentStreams).
inline constexpr uint32_t kConcurrentStreamsMax = 100;
// What is remembered of the header fields that were sent (HPACK), for each connection. Ours: the few fields that answers share fit.
inline constexpr size_t kSentHeaderTableBytesMax = 512;
// Body bytes of one stream that may arrive unasked, before a handler reads them: the default of RFC 9113.
inline constexpr int32_t kStreamWindowBytes = 65535;
// The window of a stream whose body is being read. Upstream: resourceBody99Percentile, "99% of serialized resources are smaller".
inline constexpr int32_t kReadingStreamWindowBytes = 256 << 10;
// Body bytes under way on one connection; bounds throughput per round trip, not memory. Go's default.
inline constexpr int32_t kConnectionWindowBytes = 1 << 20;
// HTTP/1.1 input kept while a request is being answered (pipelined requests, a body not yet wanted).
inline constexpr size_t kPipelinedBytesMax = 16 << 10;
// A chunk's header line or the trailers of a chunked body.
inline constexpr size_t kChunkHeaderBytesMax = 64 << 10;
// What is read and dropped of a body that no handler wanted, to keep the connection; more closes it. Go: maxPostHandlerReadBytes.
inline constexpr uint64_t kUnreadBodyBytesMax = 256 << 10;
// Answers to a WebSocket client's pings that wait for a client that does not read; more closes it.
inline constexpr size_t kWebSocketAnswerBytesMax = 64 << 10;

// --- Time.
// TLS handshake and the first request's head. Upstream: ReadHeaderTimeout in secure_serving.go.
inline constexpr std::chrono::milliseconds kHeadTimeout{32'000};
// A connection without a request. Upstream: IdleTimeout in secure_serving.go.
inline constexpr std::chrono::milliseconds kIdleTimeout{90'000};
// A whole request body, from the moment when a handler asks for it. Upstream: --request-timeout.
inline constexpr std::chrono::milliseconds kBodyTimeout{60'000};
// After our last byte a connection is read a little longer, so that a reset does not destroy the answer. Go: rstAvoidanceDelay.
inline constexpr std::chrono::milliseconds kLingerTimeout{500};
// Waiting for the client's half of a WebSocket close.
inline constexpr std::chrono::milliseconds kWebSocketCloseTimeout{2'000};
// Pause of accepting when the process is out of file descriptors.
inline constexpr std::chrono::milliseconds kAcceptPause{100};
// TCP keep-alive. Upstream: defaultKeepAlivePeriod.
inline constexpr int kTcpKeepAliveSeconds = 180;

// --- Floods (CVE-2019-9511...9518, CVE-2023-44487, CVE-2024-27316, CVE-2025-8671): a bucket of `burst` that refills by `per_second`.
// Streams reset by the client, or by us for the client's fault.
inline constexpr uint32_t kResetBurst = 1000, kResetsPerSecond = 33;  // nghttp2's defaults
// PING, SETTINGS, PRIORITY, empty DATA and frames that nghttp2 calls invalid.
inline constexpr uint32_t kIdleFrameBurst = 10'000, kIdleFramesPerSecond = 1'000;
// CONTINUATION frames of one header block; a header list at its limit needs 65.
inline constexpr size_t kContinuationsMax = 72;
// Answers to PING and SETTINGS that wait for a client that does not read.
inline constexpr size_t kOutboundAcksMax = 1000;

// --- Work in one piece: nobody else on the loop waits longer than this takes.
// Bytes read from, and written to, one connection before the others have their turn.
inline constexpr size_t kReadBytesPerTurn = 256 << 10;
inline constexpr size_t kWriteBytesPerTurn = 512 << 10;
inline constexpr std::chrono::milliseconds kWriteTimePerTurn{1};
inline constexpr int kAcceptsPerTurn = 64;
// One TLS record (RFC 8446 section 5.1), which is also what a session gathers before it is written.
inline constexpr size_t kRecordBytes = 16384;
// Output that the socket did not take. A session is not asked for more before it is gone; only a flood of answers gets here.
inline constexpr size_t kUnsentBytesMax = 256 << 10;
// Unsent bytes that the kernel may hold for one connection before it says "full" (TCP_NOTSENT_LOWAT).
inline constexpr int kKernelUnsentBytes = 256 << 10;

}  // namespace pintle::net
