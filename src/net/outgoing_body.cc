#include "net/outgoing_body.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace pintle::net {

void OutgoingBody::append(Bytes piece) {
  if (piece.empty()) return;
  if (size_ == 0) clear();
  size_ += piece.size();
  pieces_.push_back(std::move(piece));
}

void OutgoingBody::append(std::vector<Bytes> pieces) {
  if (size_ == 0) {
    clear();
    pieces_ = std::move(pieces);
    std::erase_if(pieces_, [](const Bytes& piece) { return piece.empty(); });
    for (const Bytes& piece : pieces_) size_ += piece.size();
    return;
  }
  for (Bytes& piece : pieces) append(std::move(piece));
}

void OutgoingBody::take(size_t count, std::string& out) {
  PINTLE_CHECK(count <= size_);
  size_ -= count;
  while (count > 0) {
    Bytes& piece = pieces_[next_];
    size_t part = std::min(count, piece.size() - offset_);
    out.append(piece.data() + offset_, part);
    count -= part;
    offset_ += part;
    if (offset_ < piece.size()) break;
    piece = Bytes();
    offset_ = 0;
    ++next_;
  }
}

void OutgoingBody::clear() {
  pieces_.clear();
  next_ = offset_ = size_ = 0;
}

}  // namespace pintle::net
