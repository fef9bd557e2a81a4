#include "api/lifecycle.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "api/kept_fields.h"
#include "api/limits.h"
#include "api/metadata_rules.h"
#include "base/check.h"
#include "object/defaulting.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"

namespace pintle::api {
namespace {

using object::Document;
using object::ErrorList;
using object::FieldPath;
using object::MutableObjectMeta;
using object::ObjectMeta;
using object::Value;

constexpr std::string_view kOrphanFinalizer = "orphan";
constexpr std::string_view kForegroundFinalizer = "foregroundDeletion";

std::string time_text(int64_t seconds) { return object::format_time({.seconds = seconds}); }

ObjectMeta meta_of(const Document& document) { return ObjectMeta(*document.type(), document.root()); }

// For names and ids, not for secrets: each thread draws from OpenSSL's generator a block at a time, as a call costs a twentieth of a GET.
template <size_t kSize>
std::array<unsigned char, kSize> random_bytes() {
  struct Block {
    std::array<unsigned char, 1024> bytes;
    size_t used = sizeof(bytes);
  };
  static thread_local Block block;
  if (block.used + kSize > block.bytes.size()) {
    PINTLE_CHECK(RAND_bytes(block.bytes.data(), static_cast<int>(block.bytes.size())) == 1);
    block.used = 0;
  }
  std::array<unsigned char, kSize> taken;
  std::copy_n(block.bytes.begin() + static_cast<ptrdiff_t>(block.used), kSize, taken.begin());
  block.used += kSize;
  return taken;
}

object::Namespacing namespacing(const Resource& resource) {
  return resource.is_namespaced() ? object::Namespacing::kRequired : object::Namespacing::kForbidden;
}

void erase_field(Document& document, std::string_view name) {
  const int index = document.type()->find(name);
  if (index >= 0) document.root().erase(static_cast<uint16_t>(index));
}

// What metadata an update cannot change.
void carry_metadata(Document& document, const ObjectMeta& old) {
  const object::ObjectMetaFields& fields = object::ObjectMetaFields::get();
  MutableObjectMeta meta(document);
  if (meta.read().uid().empty()) meta.set_uid(old.uid());
  if (!old.creation_timestamp().empty()) meta.set_creation_timestamp(old.creation_timestamp());
  if (!old.deletion_timestamp().empty()) meta.set_deletion_timestamp(old.deletion_timestamp());
  const auto grace = object::deletion_grace_period_seconds(old);
  if (grace && !meta.read().get(fields.deletion_grace_period_seconds)) meta.set_deletion_grace_period_seconds(grace);
}

// The group that errors name: that of the stored version, where a kind is served in two groups (events).
std::string_view error_group(const Kind& kind) {
  if (kind.storage_group_version.empty()) return kind.group;
  const size_t slash = kind.storage_group_version.find('/');
  return slash == std::string_view::npos ? std::string_view() : kind.storage_group_version.substr(0, slash);
}

Status invalid(const Write& write, const Document& document, const ErrorList& errors) {
  const Kind& kind = *write.resource.kind;
  return errors.to_status(error_group(kind), kind.kind, meta_of(document).name());
}

void add_warnings(const Write& write, const Value& object, const Value* old) {
  const WarningsHook warnings = write.subresource ? write.subresource->warnings : write.resource.kind->warnings;
  if (warnings) warnings(object, old, write.warnings);
}

Status precondition_conflict(const Write& write, std::string_view name, std::string_view what, std::string_view wanted,
                             std::string_view found, std::string_view guess) {
  const Kind& kind = *write.resource.kind;
  return Status::conflict({error_group(kind), kind.kind}, name,
                          "the " + std::string(what) + " in the precondition (" + std::string(wanted) + ") does not match the " +
                              std::string(what) + " in record (" + std::string(found) + "). The object might have been " +
                              std::string(guess));
}

Result<void> check_preconditions(const Write& write, const ObjectMeta& meta, const DeleteOptions& options) {
  if (options.precondition_uid && *options.precondition_uid != meta.uid())
    return fail(precondition_conflict(write, meta.name(), "UID", *options.precondition_uid, meta.uid(), "deleted and then recreated"));
  if (options.precondition_resource_version && *options.precondition_resource_version != meta.resource_version())
    return fail(precondition_conflict(write, meta.name(), "ResourceVersion", *options.precondition_resource_version,
                                      meta.resource_version(), "modified"));
  return {};
}

enum class Dependents { kBackground, kForeground, kOrphan };

// What happens to dependents: the options decide, then the finalizers that the object already has, then the kind.
Dependents dependents_policy(const Kind& kind, const ObjectMeta& meta, const DeleteOptions& options) {
  if (kind.garbage_collection == GarbageCollection::kUnsupported) return Dependents::kBackground;
  if (options.orphan_dependents) return *options.orphan_dependents ? Dependents::kOrphan : Dependents::kBackground;
  switch (options.propagation) {
    case Propagation::kOrphan:
      return Dependents::kOrphan;
    case Propagation::kForeground:
      return Dependents::kForeground;
    case Propagation::kBackground:
      return Dependents::kBackground;
    case Propagation::kUnset:
      break;
  }
  if (object::has_finalizer(meta, kOrphanFinalizer)) return Dependents::kOrphan;
  if (object::has_finalizer(meta, kForegroundFinalizer)) return Dependents::kForeground;
  return kind.garbage_collection == GarbageCollection::kOrphanDependents ? Dependents::kOrphan : Dependents::kBackground;
}

void set_dependents_finalizer(const Kind& kind, Document& document, const DeleteOptions& options) {
  const Dependents policy = dependents_policy(kind, meta_of(document), options);
  const std::string_view wanted = policy == Dependents::kOrphan       ? kOrphanFinalizer
                                  : policy == Dependents::kForeground ? kForegroundFinalizer
                                                                      : std::string_view();
  MutableObjectMeta meta(document);
  for (const std::string_view finalizer : {kOrphanFinalizer, kForegroundFinalizer}) {
    if (finalizer == wanted) continue;
    if (object::has_finalizer(meta.read(), finalizer)) meta.remove_finalizer(finalizer);
  }
  if (!wanted.empty() && !object::has_finalizer(meta.read(), wanted)) meta.add_finalizer(wanted);
}

bool is_held(const Kind& kind, const Document& document) {
  return object::has_finalizers(meta_of(document)) || (kind.held && kind.held(document.root()));
}

void mark(const Write& write, Document& document, int64_t grace_seconds) {
  MutableObjectMeta meta(document);
  if (meta.read().deletion_timestamp().empty() && meta.read().generation() > 0) meta.set_generation(meta.read().generation() + 1);
  if (meta.read().deletion_timestamp().empty() || grace_seconds == 0) {
    const std::string when = time_text(write.now_seconds + grace_seconds);
    const std::string_view before = meta.read().deletion_timestamp();
    if (before.empty() || before > when) meta.set_deletion_timestamp(when);
  }
  meta.set_deletion_grace_period_seconds(grace_seconds);
  if (write.resource.kind->prepare_delete) write.resource.kind->prepare_delete(document, write.hook_context());
}

// A graceful deletion is under way and another delete comes: it may only shorten the grace.
DeletionStep shorten_grace(const Write& write, Document& document, const DeleteOptions& options, int64_t pending) {
  if (!options.grace_period_seconds || *options.grace_period_seconds >= pending) return DeletionStep::kAlreadyPending;
  MutableObjectMeta meta(document);
  const auto deadline = object::parse_time(meta.read().deletion_timestamp());
  int64_t grace = *options.grace_period_seconds;
  int64_t seconds = (deadline ? deadline->seconds : write.now_seconds) - pending + grace;
  if (seconds < write.now_seconds) {
    seconds = write.now_seconds;
    if (grace != 0) grace = 1;
  }
  meta.set_deletion_timestamp(time_text(seconds));
  meta.set_deletion_grace_period_seconds(grace);
  return grace > 0 || is_held(*write.resource.kind, document) ? DeletionStep::kMark : DeletionStep::kMarkAndRemove;
}

}  // namespace

HookContext Write::hook_context() const {
  return {.now_seconds = now_seconds,
          .subresource = subresource ? subresource->name : std::string_view(),
          .dry_run = dry_run,
          .user = user,
          .warnings = &warnings};
}

void set_defaults(const Resource& resource, Document& document) {
  object::apply_schema_defaults(*document.type(), document.root(), document.arena());
  if (resource.kind->set_defaults) resource.kind->set_defaults(document);
}

Result<void> match_namespace(const Resource& resource, std::string_view namespace_, Document& document) {
  const std::string_view expected = resource.is_namespaced() ? namespace_ : std::string_view();
  const std::string_view given = meta_of(document).namespace_name();
  if (given == expected) return {};
  if (!given.empty() && !expected.empty())
    return fail(Status::bad_request("the namespace of the provided object does not match the namespace sent on the request"));
  MutableObjectMeta(document).set_namespace(expected);
  return {};
}

void wipe_system_fields(Document& document) {
  MutableObjectMeta meta(document);
  meta.set_uid("");
  meta.set_creation_timestamp("");
  meta.set_deletion_timestamp("");
  meta.set_deletion_grace_period_seconds(std::nullopt);
  meta.set_self_link("");
}

void fill_system_fields(Document& document, int64_t now_seconds) {
  MutableObjectMeta meta(document);
  meta.set_creation_timestamp(time_text(now_seconds));
  meta.set_uid(generate_uid());
}

std::string generate_name(std::string_view prefix) {
  constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
  std::string name(prefix.substr(0, kGeneratedNameBytesMax - kGeneratedSuffixBytes));
  for (const unsigned char byte : random_bytes<kGeneratedSuffixBytes>()) name += kAlphabet[byte % kAlphabet.size()];
  return name;
}

std::string generate_uid() {
  std::array<unsigned char, 16> random = random_bytes<16>();
  random[6] = static_cast<unsigned char>((random[6] & 0x0f) | 0x40);
  random[8] = static_cast<unsigned char>((random[8] & 0x3f) | 0x80);
  constexpr char kHex[] = "0123456789abcdef";
  std::string uid;
  uid.reserve(36);
  for (size_t i = 0; i < random.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uid += '-';
    uid += kHex[random[i] >> 4];
    uid += kHex[random[i] & 15];
  }
  return uid;
}

Result<void> before_create(const Write& write, Document& document) {
  const Kind& kind = *write.resource.kind;
  PINTLE_TRY_VOID(match_namespace(write.resource, write.namespace_, document));
  if (kind.has_status && !kind.status_on_create) erase_field(document, "status");
  if (kind.tracks_generation) MutableObjectMeta(document).set_generation(1);
  if (kind.prepare_create) kind.prepare_create(document, write.hook_context());

  ErrorList errors;
  if (!kind.validates_metadata) validate_metadata(kind, meta_of(document), errors);
  if (kind.validate) kind.validate(document.root(), errors);
  if (errors.empty())
    object::validate_object_meta(meta_of(document), namespacing(write.resource), object::name_is_path_segment, FieldPath("metadata"),
                                 errors);
  if (!errors.empty()) return fail(invalid(write, document, errors));
  add_warnings(write, document.root(), nullptr);
  if (kind.canonicalize) kind.canonicalize(document);
  return {};
}

Result<void> before_update(const Write& write, Document& document, const Value& old) {
  const Kind& kind = *write.resource.kind;
  const ObjectMeta old_meta(*document.type(), old);
  PINTLE_TRY_VOID(match_namespace(write.resource, write.namespace_, document));
  MutableObjectMeta(document).set_generation(old_meta.generation());
  keep_fields(kept_paths(kind, write.subresource), document, old);
  if (write.subresource) {
    if (write.subresource->prepare_update) write.subresource->prepare_update(document, old, write.hook_context());
  } else if (kind.prepare_update) {
    kind.prepare_update(document, old, write.hook_context());
  }
  const bool counts = kind.tracks_generation && (!write.subresource || write.subresource->serves == SubresourceKind::kUpdate ||
                                                 write.subresource->serves == SubresourceKind::kScale);
  if (counts && generation_changes(kind, *document.type(), old, document.root()))
    MutableObjectMeta(document).set_generation(old_meta.generation() + 1);
  carry_metadata(document, old_meta);

  ErrorList errors;
  const FieldPath path("metadata");
  object::validate_object_meta(meta_of(document), namespacing(write.resource), object::name_is_path_segment, path, errors);
  object::validate_object_meta_update(meta_of(document), old_meta, path, errors);
  const ValidateUpdateHook validate =
      write.subresource && write.subresource->serves != SubresourceKind::kScale ? write.subresource->validate_update : kind.validate_update;
  if (validate)
    validate(document.root(), old, errors);
  else
    validate_metadata_update(kind, meta_of(document), old_meta, errors);
  if (!errors.empty()) return fail(invalid(write, document, errors));
  add_warnings(write, document.root(), &old);
  if (kind.canonicalize) kind.canonicalize(document);
  return {};
}

Result<DeletionStep> before_delete(const Write& write, Document& document, DeleteOptions& options) {
  const Kind& kind = *write.resource.kind;
  PINTLE_TRY_VOID(check_preconditions(write, meta_of(document), options));
  if (options.grace_period_seconds && *options.grace_period_seconds < 0) options.grace_period_seconds = 1;
  const bool deleting = !meta_of(document).deletion_timestamp().empty();
  const int64_t pending = object::deletion_grace_period_seconds(meta_of(document)).value_or(0);
  if (kind.grace_seconds && deleting && pending > 0) return shorten_grace(write, document, options, pending);

  set_dependents_finalizer(kind, document, options);
  const bool graceful = kind.grace_seconds && !deleting;
  const int64_t grace = graceful ? kind.grace_seconds(document.root(), options.grace_period_seconds) : 0;
  const bool stays = grace > 0 || is_held(kind, document);
  if (!stays && !graceful) return DeletionStep::kRemove;
  mark(write, document, grace);
  return stays ? DeletionStep::kMark : DeletionStep::kMarkAndRemove;
}

bool deletion_is_over(const Resource& resource, const Value& updated, const Value& old) {
  const ObjectMeta old_meta(*resource.type, old);
  const ObjectMeta meta(*resource.type, updated);
  if (object::has_finalizers(meta) || old_meta.deletion_timestamp().empty()) return false;
  if (resource.kind->held && resource.kind->held(updated)) return false;
  return object::deletion_grace_period_seconds(old_meta).value_or(0) == 0;
}

}  // namespace pintle::api
