#include "api/write.h"

#include "api/kept_fields.h"
#include "api/limits.h"
#include "api/managed_times.h"
#include "api/request_attributes.h"
#include "api/stored_object.h"
#include "api/version_conversion.h"
#include "auth/authorizer.h"
#include "base/go_text.h"
#include "cache/resource_cache.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/storage.h"
#include "object/stored_form.h"
#include "object/time.h"
#include "object/validation.h"

namespace pintle::api {
namespace {

using object::Document;
using object::MutableObjectMeta;
using object::ObjectMeta;

constexpr std::string_view kModified = "the object has been modified; please apply your changes to the latest version and try again";

ObjectMeta meta_of(const Document& document) { return ObjectMeta(*document.type(), document.root()); }

int64_t ttl_seconds(const Call& call) { return call.resource.kind->expires ? call.backend.event_ttl.count() : 0; }

void set_revision(Document& document, int64_t revision) { MutableObjectMeta(document).set_resource_version(std::to_string(revision)); }

// Takes a generated name's collision apart from a chosen one's.
Status already_exists(const Call& call, const Document& document, const cache::Object* existing) {
  const ObjectMeta meta = meta_of(document);
  Status status = Status::already_exists(call.resource.group_resource(), meta.name());
  if (!meta.generate_name().empty()) {
    status.body().message += ", the server was not able to generate a unique name for the object";
    status.body().details.retry_after_seconds = 1;
  } else if (existing) {
    const auto scanned = object::scan_metadata(existing->canonical());
    if (scanned && scanned->has_deletion_timestamp) status.body().message = "object is being deleted: " + status.message();
  }
  return status;
}

// The key as upstream has it in errors: a dry run does not come to where the prefix of all keys is put before it.
std::string_view told_key(std::string_view key, bool dry_run) {
  constexpr std::string_view kPrefix = "/registry";  // kube-apiserver's --etcd-prefix
  return dry_run && key.starts_with(kPrefix) ? key.substr(kPrefix.size()) : key;
}

// `what`: "UID" or "ResourceVersion". "" is no precondition.
Result<void> check_precondition(const Call& call, std::string_view what, std::string_view wanted, std::string_view stored,
                                const Document& live, std::string_view key) {
  if (wanted.empty() || wanted == stored) return {};
  const std::string field(what);
  return fail(Status::conflict(call.resource.group_resource(), meta_of(live).name(),
                               "StorageError: invalid object, Code: 4, Key: " + std::string(key) +
                                   ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: " + field +
                                   " in precondition: " + std::string(wanted) + ", " + field + " in object meta: " + std::string(stored)));
}

// Precondition of an update: the uid that the client sent.
Result<void> check_uid(const Call& call, const Document& updated, const Document& live, std::string_view key) {
  return check_precondition(call, "UID", meta_of(updated).uid(), meta_of(live).uid(), live, key);
}

Result<void> check_preconditions(const Call& call, const Rewritten& target, const Document& live, std::string_view key) {
  PINTLE_TRY_VOID(check_precondition(call, "UID", target.uid, meta_of(live).uid(), live, key));
  return check_precondition(call, "ResourceVersion", target.resource_version, meta_of(live).resource_version(), live, key);
}

// Which version the client changed: the stored one, or any when it says none and the kind allows that.
Result<void> check_version(const Call& call, Document& updated, const cache::Object& live) {
  const Kind& kind = *call.resource.kind;
  PINTLE_TRY(const int64_t sent, parse_object_version(meta_of(updated).resource_version()));
  if (sent == 0 && kind.unconditional_update) {
    set_revision(updated, live.revision());
    return {};
  }
  if (sent == 0) {
    object::ErrorList errors;
    errors.invalid(object::FieldPath("metadata").child("resourceVersion"), "0", "must be specified for an update");
    // Upstream names the resource here, where other errors name the kind.
    return fail(errors.to_status(kind.group, kind.resource, meta_of(updated).name()));
  }
  if (sent != live.revision()) return fail(Status::conflict(call.resource.group_resource(), meta_of(updated).name(), kModified));
  return {};
}

// A write that changes nothing but the times in managedFields keeps the old times, so that it changes nothing at all.
Result<bool> is_unchanged(const Bytes& stored, const cache::Object& live) {
  PINTLE_TRY(const Bytes canonical, object::with_resource_version(stored, std::to_string(live.revision())));
  return canonical.view() == live.canonical().view();
}

Task<Result<void>> admit(Call& call, const Write& write, admission::Operation operation, std::string_view name, Document& document,
                         const object::Value* old) {
  admission::Attributes attributes = admission_attributes(call, operation, write.namespace_, name);
  attributes.object = &document;
  attributes.old = old;
  attributes.dry_run = write.dry_run;
  co_return co_await call.backend.admission.admit(attributes);
}

Task<Result<void>> validate_admission(Call& call, const Write& write, admission::Operation operation, std::string_view name,
                                      Document& document, const object::Value* old) {
  admission::Attributes attributes = admission_attributes(call, operation, write.namespace_, name);
  attributes.object = &document;
  attributes.old = old;
  attributes.dry_run = write.dry_run;
  co_return co_await call.backend.admission.validate(attributes);
}

// Upstream has no such answer: there every step of an allocation is a write of its own.
Status too_many_attempts(const Call& call, std::string_view operation) {
  return Status::server_timeout(call.resource.group_resource(), operation, 1);
}

// Companions for this attempt; null when the kind has none.
Task<Result<CompanionsPtr>> begin_create(Call& call, const Write& write, Document& document) {
  CompanionWriter* writer = call.resource.companions.get();
  if (!writer) co_return CompanionsPtr();
  co_return co_await writer->begin_create(write, document);
}

Task<Result<CompanionsPtr>> begin_update(Call& call, const Write& write, Document& document, const Document& old) {
  CompanionWriter* writer = write.subresource ? nullptr : call.resource.companions.get();
  if (!writer) co_return CompanionsPtr();
  co_return co_await writer->begin_update(write, document, old.root());
}

// One attempt to store a new object under its name. nullopt: its companions have to be chosen anew.
Task<Result<std::optional<Document>>> insert(Call& call, const Write& write, Document& document, Companions* companions) {
  const std::string key = call.resource.key(write.namespace_, meta_of(document).name());
  set_defaults(call.resource, document);  // of what was added since it was read: upstream does it to all that comes out of the store
  PINTLE_CO_TRY(Bytes stored, encode_stored(call.resource, document));
  object::to_stored_form(document);
  if (write.dry_run) {
    const auto existing = call.resource.cache->snapshot().get(key);
    if (existing) co_return fail(already_exists(call, document, existing.get()));
    co_return std::move(document);
  }
  if (parse_resource_version(meta_of(document).resource_version()).value_or(0) != 0)
    co_return fail(Status::unknown("resourceVersion should not be set on objects to be created"));
  PINTLE_CO_TRY(
      const CommitOutcome outcome,
      co_await commit(call, store::Operation::put(key, std::move(stored), store::Expect::absent(), ttl_seconds(call)), companions));
  if (outcome.committed == Committed::kBeginAgain) co_return std::nullopt;
  if (outcome.committed == Committed::kLostRace) {
    const auto existing = call.resource.cache->snapshot().get(key);
    co_return fail(already_exists(call, document, existing.get()));
  }
  set_revision(document, outcome.revision);
  co_return std::move(document);
}

// Who creates by an update must be allowed to create.
Task<Result<void>> authorize_create(const Call& call) {
  auth::Attributes attributes = attributes_of(call.info, call.user);
  attributes.verb = "create";
  const auth::Decision decision = co_await call.backend.authorizer.authorize(attributes);
  if (decision.allowed()) co_return Result<void>();
  if (!decision.error.empty()) co_return fail(Status::internal(decision.error));
  co_return fail(auth::forbidden(attributes, decision.reason));
}

// One attempt of a create, from the name on. nullopt: from there again.
Task<Result<std::optional<Document>>> try_create(Call& call, const Write& write, Document& document, CreatedBy by) {
  const std::string asked_name(meta_of(document).name());
  if (asked_name.empty() && !meta_of(document).generate_name().empty())
    MutableObjectMeta(document).set_name(call.resource.kind->generates_names ? generate_name(meta_of(document).generate_name())
                                                                             : std::string(meta_of(document).generate_name()));
  PINTLE_CO_TRY(const CompanionsPtr companions, co_await begin_create(call, write, document));
  PINTLE_CO_TRY_VOID(before_create(write, document));
  if (by == CreatedBy::kUpdate) PINTLE_CO_TRY_VOID(co_await authorize_create(call));
  PINTLE_CO_TRY_VOID(co_await validate_admission(call, write, admission::Operation::kCreate, asked_name, document, nullptr));
  co_return co_await insert(call, write, document, companions.get());
}

// What one attempt of an update came to.
enum class Attempt : uint8_t { kStored, kAgain };

Task<Result<Attempt>> replace(Call& call, Document& document, const cache::Object& live, bool dry_run, Companions* companions) {
  set_defaults(call.resource, document);
  PINTLE_CO_TRY(Bytes stored, encode_stored(call.resource, document));
  object::to_stored_form(document);
  PINTLE_CO_TRY(const bool unchanged, is_unchanged(stored, live));
  if (unchanged || dry_run) {
    set_revision(document, live.revision());
    co_return Attempt::kStored;
  }
  PINTLE_CO_TRY(const CommitOutcome outcome,
                co_await commit(call,
                                store::Operation::put(std::string(live.key()), std::move(stored), store::Expect::revision(live.revision()),
                                                      ttl_seconds(call)),
                                companions));
  if (outcome.committed != Committed::kYes) co_return Attempt::kAgain;
  set_revision(document, outcome.revision);
  co_return Attempt::kStored;
}

Task<Result<Updated>> create_by_update(Call& call, const Write& write, Change& change) {
  PINTLE_CO_TRY(Document document, co_await change.apply(nullptr));
  fill_system_fields(document, write.now_seconds);
  MutableObjectMeta(document).set_resource_version("");
  PINTLE_CO_TRY(Document created, co_await store_new(call, write, std::move(document), CreatedBy::kUpdate));
  co_return Updated{std::move(created), true};
}

// nullopt: another write came between.
Task<Result<std::optional<Updated>>> try_update(Call& call, const Write& write, Change& change, const cache::Object& live) {
  PINTLE_CO_TRY(const Document old, decode_stored(call.resource, live));
  PINTLE_CO_TRY(Document document, co_await change.apply(&old));
  PINTLE_CO_TRY_VOID(check_uid(call, document, old, told_key(live.key(), write.dry_run)));
  const std::string name(meta_of(old).name());
  PINTLE_CO_TRY_VOID(co_await admit(call, write, admission::Operation::kUpdate, name, document, &old.root()));
  PINTLE_CO_TRY_VOID(check_version(call, document, live));
  PINTLE_CO_TRY(const CompanionsPtr companions, co_await begin_update(call, write, document, old));
  PINTLE_CO_TRY_VOID(before_update(write, document, old.root()));
  keep_managed_times(old.root(), document);
  PINTLE_CO_TRY_VOID(co_await validate_admission(call, write, admission::Operation::kUpdate, name, document, &old.root()));
  if (deletion_is_over(call.resource, document.root(), old.root())) {
    PINTLE_CO_TRY(const bool removed, co_await remove_stored(call, write, live, old));
    if (!removed) co_return std::nullopt;
    co_return Updated{std::move(document), false};
  }
  PINTLE_CO_TRY(const Attempt attempt, co_await replace(call, document, live, write.dry_run, companions.get()));
  if (attempt == Attempt::kAgain) co_return std::nullopt;
  co_return Updated{std::move(document), false};
}

}  // namespace

Task<Result<CommitOutcome>> commit(Call& call, store::Operation operation, Companions* companions) {
  for (int attempt = 0; attempt < kCompanionAttemptsMax; ++attempt) {
    store::Transaction transaction;
    transaction.operations.push_back(operation);
    if (companions) {
      PINTLE_CO_TRY(std::vector<store::Operation> others, co_await companions->operations());
      for (store::Operation& other : others) transaction.operations.push_back(std::move(other));
    }
    auto start = [&call, &transaction](auto done) { call.backend.store.commit(std::move(transaction), std::move(done)); };
    PINTLE_CO_TRY(const store::CommitResult result, co_await completion<Result<store::CommitResult>>(call.loop(), start));
    if (result.applied) co_return CommitOutcome{Committed::kYes, result.revision};
    const auto& own = result.current.front();
    if (!companions || !operation.expect.met_by(own ? own->mod_revision : 0)) co_return CommitOutcome{Committed::kLostRace, 0};
    PINTLE_CO_TRY(const Companions::Next next, companions->lost(std::span(result.current).subspan(1)));
    if (next == Companions::Next::kBeginAgain) co_return CommitOutcome{Committed::kBeginAgain, 0};
  }
  co_return fail(too_many_attempts(call, operation.kind == store::Operation::Kind::kDelete ? "delete" : "update"));
}

cache::ObjectPtr read_object(const Call& call, std::string_view namespace_, std::string_view name) {
  return call.resource.cache->snapshot().get(call.resource.key(namespace_, name));
}

Result<void> check_path_name(std::string_view name) {
  const object::Messages faults = object::is_path_segment_name(name);
  if (faults.empty()) return {};
  std::string joined;
  for (const std::string& fault : faults) joined.append(joined.empty() ? "" : ";").append(fault);
  return fail(Status::bad_request("Name parameter invalid: " + go_quoted(name) + ": " + joined));
}

admission::Attributes admission_attributes(Call& call, admission::Operation operation, std::string_view namespace_, std::string_view name) {
  const Kind& kind = *call.resource.kind;
  return {.operation = operation,
          .group = kind.group,
          .version = kind.version,
          .kind = kind.kind,
          .resource = kind.resource,
          .subresource = call.subresource ? call.subresource->name : std::string_view(),
          .namespace_ = namespace_,
          .name = name,
          .user = call.user,
          .loop = &call.loop(),
          .warnings = &call.warnings,
          .annotations = &call.annotations};
}

void track_fields(const Call& call, const Write& write, std::string_view field_manager, const object::Value* live, Document& document) {
  const std::string manager = object::manager_name(field_manager, call.http.headers.get("user-agent"));
  const std::string now = object::format_time({.seconds = write.now_seconds});
  const std::vector<std::string_view> kept = kept_paths(*call.resource.kind, call.subresource);
  object::update_managed_fields(*call.resource.type, live, document,
                                {.manager = manager,
                                 .api_version = call.resource.api_version,
                                 .kind = call.resource.kind->kind,
                                 .subresource = call.subresource ? call.subresource->name : std::string_view(),
                                 .time = now,
                                 .reset_fields = kept,
                                 .written_fields = written_paths(call.subresource),
                                 .convert = version_converter(call.backend.registry, call.resource)});
}

Task<Result<Document>> store_new(Call& call, const Write& write, Document document, CreatedBy by) {
  const std::string name(meta_of(document).name());
  PINTLE_CO_TRY_VOID(co_await admit(call, write, admission::Operation::kCreate, name, document, nullptr));
  const bool generate = name.empty() && !meta_of(document).generate_name().empty();
  const size_t warnings = write.warnings.size();
  int names = 0;
  for (int attempt = 0; attempt < kCompanionAttemptsMax; ++attempt) {
    write.warnings.resize(warnings);
    // Only what may be tried again is copied.
    Document fresh = generate || call.resource.companions ? document.clone() : std::move(document);
    auto created = co_await try_create(call, write, fresh, by);
    const bool taken = !created && generate && created.error().reason() == "AlreadyExists";
    if (taken && ++names < kGenerateNameAttempts) continue;
    if (!created) co_return fail(std::move(created).error());
    if (*created) co_return **std::move(created);
  }
  co_return fail(too_many_attempts(call, "create"));
}

Task<Result<Updated>> update_stored(Call& call, const Write& write, std::string_view name, Change& change, CreateIfAbsent create) {
  PINTLE_CO_TRY_VOID(check_path_name(name));
  const size_t warnings = write.warnings.size();
  for (int attempt = 0; attempt < kUpdateConflictRetriesMax; ++attempt) {
    write.warnings.resize(warnings);
    const cache::ObjectPtr live = read_object(call, write.namespace_, name);
    if (!live) {
      if (create == CreateIfAbsent::kNo) co_return fail(Status::not_found(call.resource.group_resource(), name));
      co_return co_await create_by_update(call, write, change);
    }
    PINTLE_CO_TRY(std::optional<Updated> updated, co_await try_update(call, write, change, *live));
    if (updated) co_return *std::move(updated);
  }
  co_return fail(Status::conflict(call.resource.group_resource(), name, kModified));
}

Task<Result<Document>> rewrite_stored(Call& call, const Rewritten& target, const Rewrite& rewrite) {
  PINTLE_CO_TRY_VOID(check_path_name(target.name));
  for (int attempt = 0; attempt < kUpdateConflictRetriesMax; ++attempt) {
    const cache::ObjectPtr live = read_object(call, target.namespace_, target.name);
    if (!live) co_return fail(Status::not_found(call.resource.group_resource(), target.name));
    PINTLE_CO_TRY(Document document, decode_stored(call.resource, *live));
    PINTLE_CO_TRY_VOID(check_preconditions(call, target, document, told_key(live->key(), target.dry_run)));
    PINTLE_CO_TRY_VOID(rewrite(document));
    PINTLE_CO_TRY(const Attempt stored, co_await replace(call, document, *live, target.dry_run, nullptr));
    if (stored == Attempt::kStored) co_return std::move(document);
  }
  co_return fail(Status::conflict(call.resource.group_resource(), target.name, kModified));
}

Task<Result<bool>> remove_stored(Call& call, const Write& write, const cache::Object& object, const Document& document) {
  CompanionsPtr companions;
  if (CompanionWriter* writer = call.resource.companions.get()) {
    PINTLE_CO_TRY(companions, co_await writer->begin_remove(write, document.root()));
  }
  if (write.dry_run) co_return true;
  auto operation = store::Operation::erase(std::string(object.key()), store::Expect::revision(object.revision()));
  PINTLE_CO_TRY(const CommitOutcome outcome, co_await commit(call, std::move(operation), companions.get()));
  co_return outcome.committed == Committed::kYes;
}

}  // namespace pintle::api
