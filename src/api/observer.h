// Observer: answers the reads of a kind that is not stored but found out each time (componentstatuses).
//
//   class ComponentStatuses final : public api::Observer { ... };
//   registry.observe("", "v1", "componentstatuses", std::make_shared<ComponentStatuses>(client));
//
// The verbs select and render what it gives: selectors, Tables, metadata alone, encodings. Versions and pages mean nothing here.
// Shared by the requests that it answers. Thread: on any loop. Errors: its own, as of any read.
// Source: k8s.io/apiserver/pkg/registry/rest (Getter, Lister) without a store.
#pragma once

#include <string_view>
#include <vector>

#include "api/call.h"
#include "base/result.h"
#include "base/task.h"
#include "object/document.h"

namespace pintle::api {

class Observer {
 public:
  virtual ~Observer() = default;
  virtual Task<Result<object::Document>> get(Call& call, std::string_view name) const = 0;
  virtual Task<Result<std::vector<object::Document>>> list(Call& call) const = 0;
};

}  // namespace pintle::api
