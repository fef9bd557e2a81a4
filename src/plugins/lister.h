// Lister: how a plugin reads the objects of another kind.
//
//   PINTLE_CO_TRY(const object::Document account, accounts.get("default", "builder"));
//   core::v1::ServiceAccount view(&account.root());
//
// It reads the newest snapshot: every write that was acknowledged before is in it; nothing waits and nothing is locked.
// Errors: 404 as upstream's listers word it; 500 for an object that cannot be read.
// Thread: any. Source: k8s.io/client-go/listers.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/resource.h"
#include "base/result.h"
#include "object/document.h"

namespace pintle::plugins {

class Lister {
 public:
  virtual ~Lister() = default;
  virtual Result<object::Document> get(std::string_view namespace_, std::string_view name) const = 0;
  // In the order of their keys; namespace_ "" is all.
  virtual Result<std::vector<object::Document>> list(std::string_view namespace_) const = 0;
  // The same, read once for as long as no object of the kind changes: for kinds of few objects that are asked for at each write.
  virtual Result<std::shared_ptr<const std::vector<object::Document>>> shared_list(std::string_view namespace_) const {
    PINTLE_TRY(std::vector<object::Document> documents, list(namespace_));
    return std::make_shared<const std::vector<object::Document>>(std::move(documents));
  }
};

// Of the objects that `resource` serves, at its version. The resource outlives it.
std::unique_ptr<const Lister> cached_lister(const api::Resource& resource);

}  // namespace pintle::plugins
