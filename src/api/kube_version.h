// The order of API versions by name: v10 > v2 > v1 > v2beta1 > v1beta2 > v1alpha1 > anything else (later names first).
//
// Source: k8s.io/apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings.
#pragma once

#include <string_view>

namespace pintle::api {

// True when `a` comes before `b`: it is the more stable or newer one. A strict weak order.
bool comes_before(std::string_view a, std::string_view b);

}  // namespace pintle::api
