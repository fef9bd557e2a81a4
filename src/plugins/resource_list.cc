#include "plugins/resource_list.h"

#include <algorithm>

namespace pintle::plugins {

using object::Quantity;

ResourceList read_resources(object::MapView<std::string_view> amounts) {
  ResourceList list;
  for (const auto [name, text] : amounts) list.emplace_hint(list.end(), name, Quantity::parse(text).value_or(Quantity()));
  return list;
}

const Quantity* find(const ResourceList& list, std::string_view name) {
  const auto at = list.find(name);
  return at == list.end() ? nullptr : &at->second;
}

void add(ResourceList& list, const ResourceList& more) {
  for (const auto& [name, amount] : more) {
    const auto [at, is_new] = list.try_emplace(name, amount);
    if (!is_new) at->second += amount;
  }
}

void raise(ResourceList& list, const ResourceList& other) {
  for (const auto& [name, amount] : other) {
    const auto [at, is_new] = list.try_emplace(name, amount);
    if (!is_new && amount > at->second) at->second = amount;
  }
}

ResourceList subtract_to_zero(const ResourceList& left, const ResourceList& right) {
  const Quantity zero = Quantity::of(0);
  ResourceList result;
  for (const auto& [name, amount] : left) {
    Quantity rest = amount;
    if (const Quantity* taken = find(right, name)) rest -= *taken;
    result[name] = rest.sign() > 0 ? rest : zero;
  }
  for (const auto& [name, amount] : right) result.try_emplace(name, zero);
  return result;
}

void remove_zeros(ResourceList& list) {
  std::erase_if(list, [](const auto& entry) { return entry.second.is_zero(); });
}

bool same_amounts(const ResourceList& left, const ResourceList& right) { return std::ranges::equal(left, right); }

std::string to_string(const ResourceList& list) {
  std::string text;
  for (const auto& [name, amount] : list) {
    if (!text.empty()) text += ',';
    text.append(name).append("=").append(amount.to_string());
  }
  return text;
}

}  // namespace pintle::plugins
