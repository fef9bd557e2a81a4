// AddressRange: which addresses of a service range may be given out, and in which order they are tried.
//
//   10.0.0.0/24:  .1 ... .16 first (for who asks for an address), .17 ... .254 last (for who takes any); .0 and .255 never
//
// An address is taken at random from the last part; from the first only when nothing else is left.
// Thread: pure. Source: pkg/registry/core/service/ipallocator/ipallocator.go, bitmap.go (calculateRangeOffset); KEP-3070.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/ip_address.h"

namespace pintle::groups {

// A number in [0, bound); bound > 0.
using RandomBelow = std::function<uint64_t(uint64_t bound)>;

class AddressRange {
 public:
  explicit AddressRange(IpRange range);

  const IpRange& range() const { return range_; }
  // Neither the network's own address nor IPv4's broadcast.
  bool may_be_given(const IpAddress& address) const;
  // The first free one in the order that chance gives. `taken` is asked for one address after the other.
  std::optional<IpAddress> find_free(const RandomBelow& random, const std::function<bool(const IpAddress&)>& taken) const;

 private:
  std::optional<IpAddress> find_from(uint64_t first, uint64_t end, uint64_t start,
                                     const std::function<bool(const IpAddress&)>& taken) const;

  IpRange range_;
  uint64_t first_;  // indexes into the range
  uint64_t dynamic_first_;
  uint64_t end_;
};

// How many at the beginning of a range of `size` are kept for those who ask for a certain one.
struct StaticPart {
  uint64_t min = 0;
  uint64_t max = 0;
  uint64_t step = 1;
};
uint64_t static_part(uint64_t size, const StaticPart& rule);

}  // namespace pintle::groups
