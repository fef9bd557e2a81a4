#include "plugins/tolerations.h"

namespace pintle::plugins {
namespace {

using core::v1::Toleration;

bool same(Toleration left, Toleration right) {
  return left.key() == right.key() && left.operator_() == right.operator_() && left.value() == right.value() &&
         left.effect() == right.effect() && left.toleration_seconds() == right.toleration_seconds();
}

bool covers_seconds(Toleration wide, Toleration narrow) {
  if (wide.effect() != "NoExecute" || !wide.toleration_seconds()) return true;
  return narrow.toleration_seconds() && *narrow.toleration_seconds() <= *wide.toleration_seconds();
}

bool covers(Toleration wide, Toleration narrow) {
  if (same(wide, narrow)) return true;
  const bool any_key = wide.key().empty() && wide.operator_() == "Exists";
  if (narrow.key() != wide.key() && !any_key) return false;
  if (narrow.effect() != wide.effect() && !wide.effect().empty()) return false;
  if (!covers_seconds(wide, narrow)) return false;
  if (wide.operator_().empty() || wide.operator_() == "Equal") return narrow.operator_() == "Equal" && narrow.value() == wide.value();
  return wide.operator_() == "Exists";
}

bool is_covered(const std::vector<Toleration>& all, size_t index, const std::vector<Toleration>& merged) {
  for (const Toleration kept : merged)
    if (covers(kept, all[index])) return true;
  // Of equal ones the first is kept.
  for (size_t later = index + 1; later < all.size(); ++later)
    if (!same(all[index], all[later]) && covers(all[later], all[index])) return true;
  return false;
}

}  // namespace

std::vector<Toleration> merge_tolerations(object::ListView<Toleration> first, object::ListView<Toleration> second) {
  std::vector<Toleration> all;
  for (const Toleration toleration : first) all.push_back(toleration);
  for (const Toleration toleration : second) all.push_back(toleration);
  std::vector<Toleration> merged;
  for (size_t i = 0; i < all.size(); ++i)
    if (!is_covered(all, i, merged)) merged.push_back(all[i]);
  return merged;
}

}  // namespace pintle::plugins
