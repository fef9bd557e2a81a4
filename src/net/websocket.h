// WebSocket framing and handshake (RFC 6455), without I/O.
//
//   append_frame_header(WebSocketOpcode::kText, message.size(), out);   // then the message itself
//   reader.read(bytes, sink);                                          // frames of a client, in pieces of any size
//
// Fragmented messages, pings between fragments and close codes are understood; payloads of data frames are handed on unmasked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/http.h"

namespace pintle::net {

enum class WebSocketOpcode : uint8_t { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };
// RFC 6455 section 7.4.1.
enum class WebSocketClose : uint16_t { kNormal = 1000, kGoingAway = 1001, kProtocolError = 1002, kInternalError = 1011 };

// The header of a whole, unmasked message of `size` bytes.
void append_frame_header(WebSocketOpcode opcode, uint64_t size, std::string& out);
void append_close_frame(WebSocketClose code, std::string& out);

// GET, version 13 and a key of 16 bytes (section 4.2.1).
bool is_websocket_handshake(const Request& request);
// Sec-WebSocket-Accept for the client's key.
std::string websocket_accept(std::string_view key);

class WebSocketReader {
 public:
  class Sink {
   public:
    // Ping, pong or close, whole.
    virtual void control_frame(WebSocketOpcode opcode, std::string_view payload) = 0;

   protected:
    ~Sink() = default;
  };

  // False when the client does not keep to the protocol; nothing is to be read after that. Data frames are dropped.
  bool read(std::string_view bytes, Sink& sink);

 private:
  bool read_header(std::string_view& bytes);
  bool is_allowed() const;
  bool take_header();
  void read_payload(std::string_view& bytes);
  size_t header_size() const;
  bool is_control() const { return (header_[0] & 0x08) != 0; }

  std::array<uint8_t, 14> header_{};
  size_t header_bytes_ = 0;
  bool in_payload_ = false;
  bool in_message_ = false;  // between the first and the last frame of a fragmented message
  uint64_t payload_left_ = 0;
  std::string control_;
};

}  // namespace pintle::net
