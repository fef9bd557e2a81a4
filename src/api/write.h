// The writes that all verbs share: create, read-change-write with its retries, removal. Each ends when the store has acknowledged.
//
//   PINTLE_CO_TRY(Document created, co_await store_new(call, write, std::move(document)));
//   PINTLE_CO_TRY(Updated updated, co_await update_stored(call, write, name, change, options));
//
// Source: apiserver/pkg/registry/generic/registry/store.go (Create, Update, Delete), pkg/storage/etcd3/store.go (GuaranteedUpdate).
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "api/call.h"
#include "api/companions.h"
#include "api/lifecycle.h"
#include "api/options.h"
#include "base/task.h"
#include "cache/object.h"
#include "object/document.h"
#include "store/store.h"

namespace pintle::api {

// How a commit ended.
enum class Committed : uint8_t {
  kYes,
  kLostRace,    // the object is no longer as expected
  kBeginAgain,  // what its companions had chosen is gone
};
struct CommitOutcome {
  Committed committed = Committed::kYes;
  int64_t revision = 0;
};
// Commits the operation of an object, with its companions' (null: none). Errors: the store's, a companion's.
Task<Result<CommitOutcome>> commit(Call& call, store::Operation operation, Companions* companions);

// The newest version of an object, or null.
cache::ObjectPtr read_object(const Call& call, std::string_view namespace_, std::string_view name);
// 400 for names that cannot be a part of a path.
Result<void> check_path_name(std::string_view name);

// The admission view of a write. `name` of a create may be empty.
admission::Attributes admission_attributes(Call& call, admission::Operation operation, std::string_view namespace_, std::string_view name);
// Whom a write belongs to in managedFields.
void track_fields(const Call& call, const Write& write, std::string_view field_manager, const object::Value* live,
                  object::Document& document);

// Admission, the kind's rules and the store, for a new object whose managedFields are up to date. Returns it as it was stored.
// By an update (PUT or apply of an absent name) only for who may create as well.
enum class CreatedBy : uint8_t { kCreate, kUpdate };
Task<Result<object::Document>> store_new(Call& call, const Write& write, object::Document document, CreatedBy by = CreatedBy::kCreate);

// How an update makes the new state out of the stored one. Called again when another write came between.
class Change {
 public:
  virtual ~Change() = default;
  // `live` is of the served version and null when there is no object (and creating one by an update is allowed).
  virtual Task<Result<object::Document>> apply(const object::Document* live) = 0;
};

enum class CreateIfAbsent : uint8_t { kNo, kYes };
struct Updated {
  object::Document document;  // as stored, with its resourceVersion
  bool created = false;
};
Task<Result<Updated>> update_stored(Call& call, const Write& write, std::string_view name, Change& change, CreateIfAbsent create);

// A change to an object that goes straight to the store, below admission and the kind's rules, as upstream's actions do it. Another
// write in between begins it anew. Errors: 404; 409 when a precondition ("" is none) does not hold; what `rewrite` gives.
struct Rewritten {
  std::string_view namespace_;
  std::string_view name;
  std::string_view uid;  // preconditions
  std::string_view resource_version;
  bool dry_run = false;
};
using Rewrite = std::function<Result<void>(object::Document& document)>;
Task<Result<object::Document>> rewrite_stored(Call& call, const Rewritten& target, const Rewrite& rewrite);

// Removes the object, which is `document` decoded, if it is still this version. True when it was.
Task<Result<bool>> remove_stored(Call& call, const Write& write, const cache::Object& object, const object::Document& document);

}  // namespace pintle::api
