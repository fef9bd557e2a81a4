#include "load/event_counter.h"

#include <algorithm>
#include <cstring>

namespace pintle::load {
namespace {

constexpr int kLengthBytes = 4;

}  // namespace

void EventCounter::take(std::string_view bytes) {
  if (framing_ == Framing::kNewline) return take_lines(bytes);
  take_lengths(bytes);
}

void EventCounter::take_lines(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto* newline = static_cast<const char*>(memchr(bytes.data(), '\n', bytes.size()));
    const size_t length = newline == nullptr ? bytes.size() : static_cast<size_t>(newline - bytes.data());
    if (on_event_) event_ += bytes.substr(0, length);
    if (newline == nullptr) return;
    ended();
    bytes.remove_prefix(length + 1);
  }
}

void EventCounter::take_lengths(std::string_view bytes) {
  while (!bytes.empty()) {
    if (length_bytes_ < kLengthBytes) {
      length_ = length_ << 8 | static_cast<unsigned char>(bytes.front());
      bytes.remove_prefix(1);
      if (++length_bytes_ < kLengthBytes) continue;
      left_ = length_;
    }
    const size_t length = std::min<size_t>(left_, bytes.size());
    if (on_event_) event_ += bytes.substr(0, length);
    bytes.remove_prefix(length);
    left_ -= static_cast<uint32_t>(length);
    if (left_ > 0) return;
    length_bytes_ = 0;
    length_ = 0;
    ended();
  }
}

void EventCounter::ended() {
  ++count_;
  if (!on_event_) return;
  on_event_(event_);
  event_.clear();
}

}  // namespace pintle::load
