#include "groups/allocation/address_range.h"

#include <algorithm>

namespace pintle::groups {
namespace {

constexpr StaticPart kAddresses = {.min = 16, .max = 256, .step = 16};

}  // namespace

uint64_t static_part(uint64_t size, const StaticPart& rule) {
  if (size <= rule.min) return 0;
  return std::clamp(size / rule.step, rule.min, rule.max);
}

AddressRange::AddressRange(IpRange range) : range_(range) {
  const uint64_t size = range.size();
  const uint64_t unusable_at_end = range.is_v4() ? 1 : 0;
  end_ = std::max<uint64_t>(size - std::min(unusable_at_end, size), 1);
  first_ = 1;
  dynamic_first_ = std::min(first_ + static_part(size, kAddresses), end_);
}

bool AddressRange::may_be_given(const IpAddress& address) const {
  const auto index = range_.index_of(address);
  return index && *index >= first_ && *index < end_;
}

std::optional<IpAddress> AddressRange::find_free(const RandomBelow& random, const std::function<bool(const IpAddress&)>& taken) const {
  if (dynamic_first_ == end_) return std::nullopt;
  if (auto found = find_from(dynamic_first_, end_, dynamic_first_ + random(end_ - dynamic_first_), taken)) return found;
  if (dynamic_first_ == first_) return std::nullopt;
  return find_from(first_, dynamic_first_, first_ + random(dynamic_first_ - first_), taken);
}

std::optional<IpAddress> AddressRange::find_from(uint64_t first, uint64_t end, uint64_t start,
                                                 const std::function<bool(const IpAddress&)>& taken) const {
  uint64_t index = start;
  do {
    const IpAddress address = *range_.at(index);
    if (!taken(address)) return address;
    if (++index == end) index = first;
  } while (index != start);
  return std::nullopt;
}

}  // namespace pintle::groups
