// OutgoingBody: the part of a response body that is made and not yet sent: shared ranges, copied only into the record that is sent.
//
// Owner: its exchange. Thread: the exchange's loop.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace pintle::net {

class OutgoingBody {
 public:
  void append(Bytes piece);
  void append(std::vector<Bytes> pieces);
  // Nothing is appended after this.
  void end() { ended_ = true; }

  size_t size() const { return size_; }
  bool ended() const { return ended_; }
  // Moves `count` <= size() bytes to the end of `out`; ranges are released as they are used up.
  void take(size_t count, std::string& out);
  // The first piece that was not taken whole; size() > 0.
  const Bytes& front() const { return pieces_[next_]; }
  void clear();

 private:
  std::vector<Bytes> pieces_;
  size_t next_ = 0;    // index of the first piece that is left
  size_t offset_ = 0;  // bytes of it that were taken
  size_t size_ = 0;
  bool ended_ = false;
};

}  // namespace pintle::net
