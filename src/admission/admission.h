// Admission: what may still change or refuse a write after it was authorized and before it is stored.
//
//   Chain chain;
//   chain.add(std::make_unique<NamespaceLifecycle>(lookup));
//   PINTLE_CO_TRY_VOID(co_await chain.admit(attributes));      // mutating, in order
//   PINTLE_CO_TRY_VOID(co_await chain.validate(attributes));   // after the kind's own validation
//
// Ownership: the Chain owns its plugins; main builds it. Plugins are called on the request's loop and may suspend; many requests are in
// a plugin at the same time.
// Errors: a plugin refuses with upstream's Status (403 mostly).
// Source: k8s.io/apiserver/pkg/admission.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/user.h"
#include "base/loop.h"
#include "base/result.h"
#include "base/task.h"
#include "object/document.h"

namespace pintle::admission {

enum class Operation : uint8_t { kCreate, kUpdate, kDelete, kConnect };

// What a plugin adds to the audit event: {"pod-security.kubernetes.io/enforce-policy", "baseline:latest"}.
struct Annotation {
  std::string key;
  std::string value;
};

// One write. Views live as long as the request.
struct Attributes {
  Operation operation = Operation::kCreate;
  std::string_view group, version, kind, resource, subresource;
  std::string_view namespace_;
  std::string_view name;               // of the URL, or what the new object says; "" when it is generated later
  object::Document* object = nullptr;  // the new state; null on delete
  const object::Value* old = nullptr;  // the stored state; null on create
  bool dry_run = false;
  const auth::User* user = nullptr;
  Loop* loop = nullptr;                          // that the request lives on
  std::vector<std::string>* warnings = nullptr;  // each becomes a Warning header; null: nobody listens
  std::vector<Annotation>* annotations = nullptr;

  bool is(std::string_view of_group, std::string_view of_resource) const { return resource == of_resource && group == of_group; }
  // The new state, or what is deleted.
  const object::Value& subject() const { return object ? object->root() : *old; }
  void warn(std::string text) const {
    if (warnings) warnings->push_back(std::move(text));
  }
  void annotate(std::string key, std::string value) const {
    if (annotations) annotations->push_back({std::move(key), std::move(value)});
  }
};

class Plugin {
 public:
  virtual ~Plugin() = default;
  virtual std::string_view name() const = 0;  // as in --enable-admission-plugins
  // Whether it has anything to do with such a write: asked for each write, so it only compares words.
  virtual bool handles(const Attributes& attributes) const = 0;
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

// The 403 that a plugin gives: `pods "x" is forbidden: <why>`; x is the name of the URL or the object, else its generateName.
Status forbidden(const Attributes& attributes, std::string_view why);

}  // namespace pintle::admission
