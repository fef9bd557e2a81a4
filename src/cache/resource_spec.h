// ResourceSpec: what the cache knows of one resource, a row of a table.
//
//   {.name = "pods", .key_prefix = "/registry/pods/", .type = pod_type,
//    .selectable_fields = {{.name = "metadata.name"}, {.name = "spec.nodeName", .indexed = true},
//                          {.name = "status.successful", .path = "status.succeeded"}}}
//
// Source: pkg/registry/*/strategy.go (SelectableFields, Indexers), facts/resources.json (key prefixes).
#pragma once

#include <string>
#include <vector>

namespace pintle::schema {
struct Type;
}

namespace pintle::cache {

struct SelectableField {
  std::string name;      // as field selectors write it: "spec.nodeName"
  std::string path;      // where the value stands in the stored object; "" is the name
  std::string fallback;  // the path that is read when the value is empty (Event's `source`); "" is none
  bool indexed = false;  // an exact match finds its objects and its watchers by lookup
};

struct ResourceSpec {
  std::string name;        // for logs and metrics: "pods", "deployments.apps"
  std::string key_prefix;  // begins and ends with '/'; not the beginning of another resource's
  // The struct of the storage version; null when the resource is stored as JSON (custom resources). Outlives the cache.
  const schema::Type* type = nullptr;
  std::vector<SelectableField> selectable_fields;  // at most kSelectableFieldsMax
};
inline constexpr size_t kSelectableFieldsMax = 64;

}  // namespace pintle::cache
