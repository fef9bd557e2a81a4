// Admission: what may still change or refuse a write after it was authorized and before it is stored.
//
//   Chain chain;
//   chain.add(std::make_unique<NamespaceLifecycle>(lookup));
//   PINTLE_CO_TRY_VOID(co_await chain.admit(attributes));      // mutating, in order
//   PINTLE_CO_TRY_VOID(co_await chain.validate(attributes));   // after the kind's own validation
//
// Ownership: the Chain owns its plugins; main builds it. Plugins are called on the request's loop and may suspend.
// Errors: a plugin refuses with upstream's Status (403 mostly).
// Source: k8s.io/apiserver/pkg/admission.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/task.h"
#include "object/document.h"

namespace pintle::admission {

enum class Operation : uint8_t { kCreate, kUpdate, kDelete, kConnect };

// One write. Views live as long as the request.
struct Attributes {
  Operation operation = Operation::kCreate;
  std::string_view group, version, kind, resource, subresource;
  std::string_view namespace_, name;
  object::Document* object = nullptr;  // the new state; null on delete
  const object::Value* old = nullptr;  // the stored state; null on create
  bool dry_run = false;
};

class Plugin {
 public:
  virtual ~Plugin() = default;
  virtual std::string_view name() const = 0;  // as in --enable-admission-plugins
  virtual Task<Result<void>> admit(Attributes& attributes);
  virtual Task<Result<void>> validate(const Attributes& attributes);
};

class Chain {
 public:
  void add(std::unique_ptr<Plugin> plugin) { plugins_.push_back(std::move(plugin)); }
  Task<Result<void>> admit(Attributes& attributes) const;
  Task<Result<void>> validate(const Attributes& attributes) const;

 private:
  std::vector<std::unique_ptr<Plugin>> plugins_;
};

// The 403 that a plugin gives: `pods "x" is forbidden: <why>`.
Status forbidden(const Attributes& attributes, std::string_view why);

}  // namespace pintle::admission
