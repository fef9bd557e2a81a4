#include "net/websocket.h"

#include <openssl/evp.h>

#include <algorithm>

#include "net/token_list.h"

namespace pintle::net {
namespace {

constexpr uint8_t kFinal = 0x80;
constexpr uint8_t kReservedBits = 0x70;
constexpr uint8_t kMasked = 0x80;
constexpr size_t kControlBytesMax = 125;
constexpr std::string_view kAcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 section 1.3
constexpr size_t kKeyCharacters = 24;                                               // 16 bytes in base64

void append_big_endian(uint64_t value, int bytes, std::string& out) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

bool is_base64(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
}

}  // namespace

void append_frame_header(WebSocketOpcode opcode, uint64_t size, std::string& out) {
  out += static_cast<char>(kFinal | static_cast<uint8_t>(opcode));
  if (size <= kControlBytesMax) {
    out += static_cast<char>(size);
  } else if (size <= UINT16_MAX) {
    out += static_cast<char>(126);
    append_big_endian(size, 2, out);
  } else {
    out += static_cast<char>(127);
    append_big_endian(size, 8, out);
  }
}

void append_close_frame(WebSocketClose code, std::string& out) {
  append_frame_header(WebSocketOpcode::kClose, 2, out);
  append_big_endian(static_cast<uint16_t>(code), 2, out);
}

bool is_websocket_handshake(const Request& request) {
  std::string_view key = request.headers.get("sec-websocket-key");
  return is_websocket_request(request) && request.method == "GET" && request.version == 11 &&
         request.headers.get("sec-websocket-version") == "13" && key.size() == kKeyCharacters && key.ends_with("==") &&
         is_base64(key.substr(0, kKeyCharacters - 2));
}

std::string websocket_accept(std::string_view key) {
  std::string text = std::string(key).append(kAcceptSuffix);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr);
  unsigned char encoded[32];
  int length = EVP_EncodeBlock(encoded, digest, static_cast<int>(size));
  return {reinterpret_cast<char*>(encoded), static_cast<size_t>(length)};
}

bool WebSocketReader::read(std::string_view bytes, Sink& sink) {
  while (true) {
    if (!in_payload_) {
      if (!read_header(bytes)) return false;
      if (!in_payload_) return true;  // the header is not whole
    }
    read_payload(bytes);
    if (payload_left_ > 0) return true;
    in_payload_ = false;
    header_bytes_ = 0;
    if (!is_control()) continue;
    sink.control_frame(static_cast<WebSocketOpcode>(header_[0] & 0x0f), control_);
    control_.clear();
  }
}

// Known in full only after the second byte.
size_t WebSocketReader::header_size() const {
  if (header_bytes_ < 2) return 2;
  uint8_t length = header_[1] & 0x7f;
  return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
}

bool WebSocketReader::read_header(std::string_view& bytes) {
  while (!bytes.empty() && header_bytes_ < header_size()) {
    header_[header_bytes_++] = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    if (header_bytes_ == 2 && !is_allowed()) return false;
  }
  return header_bytes_ < header_size() || take_header();
}

// The first two bytes. Source: RFC 6455 sections 5.1, 5.2, 5.4, 5.5.
bool WebSocketReader::is_allowed() const {
  uint8_t opcode = header_[0] & 0x0f;
  bool final = (header_[0] & kFinal) != 0;
  if ((header_[0] & kReservedBits) != 0 || (header_[1] & kMasked) == 0) return false;
  if (opcode > 10 || (opcode > 2 && opcode < 8)) return false;
  if (is_control()) return final && (header_[1] & 0x7f) <= kControlBytesMax;
  return (opcode == 0) == in_message_;
}

bool WebSocketReader::take_header() {
  if (!is_control()) in_message_ = (header_[0] & kFinal) == 0;
  payload_left_ = header_[1] & 0x7f;
  if (payload_left_ > kControlBytesMax) {
    size_t bytes = payload_left_ == 126 ? 2 : 8;
    payload_left_ = 0;
    for (size_t i = 0; i < bytes; ++i) payload_left_ = payload_left_ << 8 | header_[2 + i];
    if (payload_left_ >> 63 != 0) return false;
  }
  in_payload_ = true;
  return true;
}

void WebSocketReader::read_payload(std::string_view& bytes) {
  auto size = static_cast<size_t>(std::min<uint64_t>(bytes.size(), payload_left_));
  if (is_control()) {
    const uint8_t* mask = &header_[header_size() - 4];
    for (char c : bytes.substr(0, size)) control_ += static_cast<char>(c ^ static_cast<char>(mask[control_.size() % 4]));
  }
  payload_left_ -= size;
  bytes.remove_prefix(size);
}

}  // namespace pintle::net
