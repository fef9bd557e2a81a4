// EventCounter: finds the events of a watch in the bytes of its body.
//
// JSON events end in a newline. Protobuf events carry their length, 4 bytes, big-endian, before them. Counting looks at no other byte; a
// counter that is given a callback also gathers each event and hands it over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pintle::load {

enum class Framing { kNewline, kLength };

class EventCounter {
 public:
  // `event` is good during the call.
  using OnEvent = std::function<void(std::string_view event)>;

  explicit EventCounter(Framing framing, OnEvent on_event = nullptr) : framing_(framing), on_event_(std::move(on_event)) {}
  void take(std::string_view bytes);
  uint64_t count() const { return count_; }

 private:
  void take_lines(std::string_view bytes);
  void take_lengths(std::string_view bytes);
  void ended();

  Framing framing_;
  OnEvent on_event_;
  uint64_t count_ = 0;
  std::string event_;  // gathered so far, when there is a callback
  uint32_t left_ = 0;  // of the event under way
  uint32_t length_ = 0;
  int length_bytes_ = 0;
};

}  // namespace pintle::load
