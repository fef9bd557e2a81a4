// Deleting one object, as the verbs delete and deletecollection do it.
// Source: apiserver/pkg/registry/generic/registry/store.go (Delete), handlers/delete.go.
#pragma once

#include "api/call.h"
#include "api/options.h"
#include "base/task.h"
#include "object/document.h"

namespace pintle::api {

// From the body when there is one, else from the query.
Task<Result<DeleteOptions>> read_delete_options(Call& call);

// Tells a client who says nothing of dependents that they will be orphaned, if the kind wants that told.
void warn_of_orphans(Call& call, const DeleteOptions& options);

struct Deleted {
  object::Document document;  // the last state
  bool removed = false;       // false: it was marked, or was marked already
};
// An action that was admitted itself (an Eviction) deletes without asking admission once more.
enum class AskAdmission : uint8_t { kYes, kNo };
Task<Result<Deleted>> delete_object(Call& call, std::string_view namespace_, std::string_view name, DeleteOptions options,
                                    AskAdmission ask = AskAdmission::kYes);

}  // namespace pintle::api
