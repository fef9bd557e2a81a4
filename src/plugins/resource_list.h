// ResourceList: amounts by the name of what is counted: {"cpu": 500m, "requests.storage": 1Gi}. What limits and quotas compute with.
//
// Pure; any thread. An amount that cannot be read counts as 0: validation refuses it.
// Source: core/v1 ResourceList; k8s.io/apiserver/pkg/quota/v1/resources.go.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "object/quantity.h"
#include "object/view.h"

namespace pintle::plugins {

using ResourceList = std::map<std::string, object::Quantity, std::less<>>;

ResourceList read_resources(object::MapView<std::string_view> amounts);
// Null when there is none of this name.
const object::Quantity* find(const ResourceList& list, std::string_view name);

// Adds each amount of `more`.
void add(ResourceList& list, const ResourceList& more);
// Takes each amount of `other` that is larger.
void raise(ResourceList& list, const ResourceList& other);
// left - right for each name of either, but nothing below 0.
ResourceList subtract_to_zero(const ResourceList& left, const ResourceList& right);
void remove_zeros(ResourceList& list);
// The same names with the same amounts.
bool same_amounts(const ResourceList& left, const ResourceList& right);
// "cpu=1,memory=2Gi"
std::string to_string(const ResourceList& list);

}  // namespace pintle::plugins
