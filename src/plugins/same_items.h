// Equality of lists of structs, as Kubernetes means it when it asks whether something changed.
#pragma once

#include "object/equality.h"
#include "object/view.h"

namespace pintle::plugins {

template <class V>
bool same_items(object::ListView<V> left, object::ListView<V> right) {
  if (left.size() != right.size()) return false;
  for (size_t i = 0; i < left.size(); ++i)
    if (!object::semantic_equal(V::schema_type(), &left.node(i), &right.node(i))) return false;
  return true;
}

inline bool same_texts(object::MapView<std::string_view> left, object::MapView<std::string_view> right) {
  if (left.size() != right.size()) return false;
  for (const auto [key, value] : left)
    if (!right.contains(key) || right.get(key) != value) return false;
  return true;
}

}  // namespace pintle::plugins
