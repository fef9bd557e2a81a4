// PortBitmap: which ports of a range are taken, as upstream stores it: a RangeAllocation with a bit for each port.
//
//   range "30000-32767", data 04 01      ports 30000 and 30010: a big-endian number without leading zero bytes
//
// Thread: a value. Errors: none; bits beyond the range are dropped.
// Source: pkg/registry/core/service/allocator/bitmap.go (math/big Int.Bytes), portallocator/allocator.go (calculateRangeOffset).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "groups/allocation/address_range.h"

namespace pintle::groups {

// Ports first to last, both included.
struct NodePortRange {
  int32_t first = 30000;
  int32_t last = 32767;
  bool contains(int32_t port) const { return port >= first && port <= last; }
  uint64_t size() const { return static_cast<uint64_t>(last - first + 1); }
  std::string to_string() const { return std::to_string(first) + "-" + std::to_string(last); }
  static std::optional<NodePortRange> parse(std::string_view text);
  bool operator==(const NodePortRange&) const = default;
};

class PortBitmap {
 public:
  explicit PortBitmap(NodePortRange range) : range_(range), taken_(range.size()) {}
  PortBitmap(NodePortRange range, std::string_view data);

  const NodePortRange& range() const { return range_; }
  std::string data() const;
  // Of a port outside the range: false.
  bool has(int32_t port) const { return range_.contains(port) && taken_[static_cast<size_t>(port - range_.first)]; }
  // No-ops for ports outside the range.
  void take(int32_t port);
  void release(int32_t port);
  // At random from the last part of the range, from the first only when nothing else is left.
  std::optional<int32_t> find_free(const RandomBelow& random) const;
  std::vector<int32_t> ports() const;

 private:
  std::optional<int32_t> find_from(uint64_t first, uint64_t end, const RandomBelow& random) const;

  NodePortRange range_;
  std::vector<bool> taken_;
};

}  // namespace pintle::groups
