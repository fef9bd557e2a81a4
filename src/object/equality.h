// Equality of two objects of one type, as Kubernetes means it when it asks whether an update changes anything.
//
//   if (semantic_equal(*pod_spec, old_spec, new_spec)) ...   // absent, null and empty lists and maps are equal
//
// Quantities are equal when their amounts are ("1" and "1000m"), times when they are the same moment.
// Source: k8s.io/apimachinery/pkg/api/equality/semantic.go; third_party/forked/golang/reflect DeepEqual.
#pragma once

#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// Null is absent.
bool semantic_equal(const schema::Type& type, const Value* left, const Value* right);
// Of two fields of one struct; a pointer that is absent and one to a zero value differ.
bool semantic_equal(const schema::Field& field, const Value* left, const Value* right);
// As Go's reflect.DeepEqual: an absent list or map and an empty one differ. Of two fields of one struct.
bool deep_equal(const schema::Field& field, const Value* left, const Value* right);
// Of two plain trees, node for node: numbers compare by value, lists by order.
bool plain_equal(const Value& left, const Value& right);

}  // namespace pintle::object
