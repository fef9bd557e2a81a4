#include "groups/core/resource_lists.h"

#include "groups/core/resource_amounts.h"
#include "groups/core/resource_names.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

using object::Quantity;

constexpr int kMilliScale = -3;
// From here on there is no room for thousandths in 64 bits; upstream rounds those as numbers of any length.
constexpr double kMilliMax = 9e15;

template <class ListOf>
ResourceAmounts aggregate(v1::PodSpec spec, ListOf list_of) {
  ResourceAmounts sum;
  for (const v1::Container container : spec.containers()) add(sum, list_of(container));
  ResourceAmounts sidecars;
  ResourceAmounts most;
  for (const v1::Container container : spec.init_containers()) {
    ResourceAmounts own;
    add(own, list_of(container));
    if (container.restart_policy() == "Always") {
      add(sum, own);
      add(sidecars, own);
      raise(most, sidecars);
    } else {
      add(own, sidecars);
      raise(most, own);
    }
  }
  raise(sum, most);
  return sum;
}

}  // namespace

void round_up_to_milli(object::ScalarMapMut list) {
  if (!list.node()) return;
  for (const object::Entry& entry : list.node()->entries()) {
    // Without nano, micro, a fraction or an exponent there is nothing to round; most amounts are so.
    if (entry.value.as_string().find_first_of("nu.eE") == std::string_view::npos) continue;
    const Quantity amount = amount_of(entry.value.as_string());
    if (amount.approximate() > kMilliMax || amount.approximate() < -kMilliMax) continue;
    const Quantity rounded = Quantity::scaled(amount.milli_value(), kMilliScale, amount.format());
    if (rounded != amount) list.set(entry.key, rounded.to_string());
  }
}

void add(ResourceAmounts& sum, ResourceList list) {
  for (auto [name, text] : list) {
    const auto [at, is_new] = sum.try_emplace(name, amount_of(text));
    if (!is_new) at->second += amount_of(text);
  }
}

void add(ResourceAmounts& sum, const ResourceAmounts& amounts) {
  for (const auto& [name, amount] : amounts) {
    const auto [at, is_new] = sum.try_emplace(name, amount);
    if (!is_new) at->second += amount;
  }
}

void raise(ResourceAmounts& most, const ResourceAmounts& amounts) {
  for (const auto& [name, amount] : amounts) {
    const auto [at, is_new] = most.try_emplace(name, amount);
    if (!is_new && amount > at->second) at->second = amount;
  }
}

ResourceAmounts container_requests(v1::PodSpec spec) {
  return aggregate(spec, [](v1::Container container) { return container.resources().requests(); });
}

ResourceAmounts container_limits(v1::PodSpec spec) {
  return aggregate(spec, [](v1::Container container) { return container.resources().limits(); });
}

}  // namespace pintle::core
