// What every create, update and delete of any kind goes through before it is stored: metadata that only the server sets, names and
// namespaces, generation, fields that a write may not change, then the kind's own hooks and the validation.
//
//   PINTLE_TRY_VOID(before_create(write, document));
//   PINTLE_TRY_VOID(before_update(write, document, live));
//   PINTLE_TRY(Deletion deletion, before_delete(write, document, options));
//
// Thread: pure. Errors: 400, 409 and 422 as upstream words them.
// Source: apiserver/pkg/registry/rest/{create,update,delete,meta}.go, registry/generic/registry/store.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/options.h"
#include "api/resource.h"
#include "object/document.h"
#include "object/object_meta.h"

namespace pintle::api {

// One write. Views live as long as the request.
struct Write {
  const Resource& resource;
  const Subresource* subresource = nullptr;
  std::string_view namespace_;  // of the URL
  int64_t now_seconds = 0;
  bool dry_run = false;
  const auth::User* user = nullptr;  // who asks
  std::vector<std::string>& warnings;
  HookContext hook_context() const;
};

// Fills defaults: the schema's markers, then the kind's hook. For every object that comes from a client.
void set_defaults(const Resource& resource, object::Document& document);

// Takes the URL's namespace where the object has none; none for cluster-scoped kinds. Error: 400 when they differ.
Result<void> match_namespace(const Resource& resource, std::string_view namespace_, object::Document& document);
// Removes what only the server sets: uid, timestamps of creation and deletion, selfLink.
void wipe_system_fields(object::Document& document);
// Sets uid, creationTimestamp.
void fill_system_fields(object::Document& document, int64_t now_seconds);
// "web-" -> "web-x7k2p".
std::string generate_name(std::string_view prefix);
std::string generate_uid();

Result<void> before_create(const Write& write, object::Document& document);
Result<void> before_update(const Write& write, object::Document& document, const object::Value& old);

// What a delete has to do with an object.
enum class DeletionStep : uint8_t {
  kRemove,          // remove it now
  kMark,            // store it with what before_delete has set: it goes when its finalizers or its grace are over
  kMarkAndRemove,   // both, one after the other: of kinds that have a grace, whoever watches sees that it ends before it is gone
  kAlreadyPending,  // nothing: it is being deleted already
};
Result<DeletionStep> before_delete(const Write& write, object::Document& document, DeleteOptions& options);

// After an update: a deleted object that nothing holds any more is removed.
bool deletion_is_over(const Resource& resource, const object::Value& updated, const object::Value& old);

}  // namespace pintle::api
