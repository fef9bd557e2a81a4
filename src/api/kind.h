// Kind: all that the API layer knows of one resource, as data and a few plain functions. One per file in groups/<group>/.
//
// Generic code (verbs, discovery, tables) reads these rows and never asks which kind it has before it. What the schema tables know
// (fields, types, defaults from markers, `+k8s:` rules) is not repeated here.
//
//   const Kind kConfigMap = {.group = "", .version = "v1", .kind = "ConfigMap", .resource = "configmaps", .short_names = {"cm"}, ...};
//
// A resource that is served in several groups or versions (events, horizontalpodautoscalers) is one Kind for each served version; they
// share one `storage`: the same key prefix and the same stored version, reached by `to_storage`/`from_storage`.
// Ownership: Kinds are constants that live as long as the process (built-in) or as their CRD. Immutable; any thread.
// Source: k8s.io/apiserver/pkg/registry/generic/registry.Store and rest strategies; facts in resources.json of the recordings.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/field_error.h"
#include "schema/type.h"

namespace pintle::api {

enum class Scope : uint8_t { kNamespaced, kCluster };

enum Verb : uint16_t {
  kGet = 1 << 0,
  kList = 1 << 1,
  kWatch = 1 << 2,
  kCreate = 1 << 3,
  kUpdate = 1 << 4,
  kPatch = 1 << 5,
  kDelete = 1 << 6,
  kDeleteCollection = 1 << 7,
  kConnect = 1 << 8,
};
using Verbs = uint16_t;
inline constexpr Verbs kAllVerbs = kGet | kList | kWatch | kCreate | kUpdate | kPatch | kDelete | kDeleteCollection;
inline constexpr Verbs kStatusVerbs = kGet | kUpdate | kPatch;

// What hooks may need beside the object.
struct HookContext {
  int64_t now_seconds = 0;       // Unix time of the request
  std::string_view subresource;  // "" for the object itself
  bool dry_run = false;
};

// One column of a Table. `priority` 0 is shown always, 1 with -o wide.
struct Column {
  std::string_view name;
  std::string_view type;    // string, integer, number, boolean, date
  std::string_view format;  // "name" or ""
  std::string_view description;
  int priority = 0;
};

// The cells of one row, as JSON values, in the order of the columns. Built by the kind's `row`.
class Cells {
 public:
  void text(std::string_view text);  // quoted and escaped
  void number(int64_t number);
  void boolean(bool value);
  // A timestamp's age as kubectl shows it: "5d", "<unknown>".
  void age(std::string_view rfc3339, int64_t now_seconds);
  std::string_view json() const { return json_; }  // "1,\"x\"": cells joined by commas
  size_t count() const { return count_; }

 private:
  std::string& next();
  std::string json_;
  size_t count_ = 0;
};

// How a subresource is served.
enum class SubresourceKind : uint8_t {
  kStatus,   // the same object; an update changes only what is not spec, a normal update everything but status
  kScale,    // autoscaling/v1 Scale over the paths in ScalePaths
  kUpdate,   // the same object, update/patch through the subresource's own prepare and validate (finalize, approval, resize, ...)
  kAction,   // create of another kind (binding, eviction, token): `action`
  kConnect,  // exec, attach, port-forward, proxy, log: proxy/
};

// What a delete without a propagation policy means for dependents; kUnsupported: the kind has none (events).
enum class GarbageCollection : uint8_t { kDeleteDependents, kOrphanDependents, kUnsupported };

struct ScalePaths {
  std::string_view spec_replicas = "spec.replicas";
  std::string_view status_replicas = "status.replicas";
  std::string_view selector = "spec.selector";
};

// Set by hooks; null hooks do nothing. `object` is the new state and may be changed by prepare hooks only.
using DefaultHook = void (*)(object::Document& object);
using PrepareCreateHook = void (*)(object::Document& object, const HookContext& context);
using PrepareUpdateHook = void (*)(object::Document& object, const object::Value& old, const HookContext& context);
using ValidateHook = void (*)(const object::Value& object, object::ErrorList& errors);
using ValidateUpdateHook = void (*)(const object::Value& object, const object::Value& old, object::ErrorList& errors);
// Each warning becomes a Warning header.
using WarningsHook = void (*)(const object::Value& object, const object::Value* old, std::vector<std::string>& warnings);
using RowHook = void (*)(const object::Value& object, int64_t now_seconds, Cells& cells);
using ConvertHook = Result<void> (*)(object::Document& object);
// Graceful deletion (pods): the grace period that a delete of this object gets, or nullopt for a delete at once. `requested` is the
// client's gracePeriodSeconds.
using GracePeriodHook = std::optional<int64_t> (*)(const object::Value& object, std::optional<int64_t> requested);
// True while something beside metadata.finalizers keeps a deleted object from being removed (a namespace's spec.finalizers).
using HoldsDeletionHook = bool (*)(const object::Value& object);
// Runs when a delete marks the object instead of removing it (a namespace's phase becomes Terminating).
using MarkDeletingHook = void (*)(object::Document& object);
// The value of a selectable field that is not a plain path; the text is copied.
using FieldValueHook = std::string (*)(const object::Value& object);

struct SelectableField {
  std::string_view name;        // as clients write it: "spec.nodeName"
  std::string_view path;        // JSON path in the object, "" = same as name
  std::string_view when_empty;  // what an absent value counts as ("" mostly, "false" for booleans)
  bool indexed = false;
  FieldValueHook value = nullptr;
};

struct Subresource {
  std::string_view name;
  SubresourceKind serves = SubresourceKind::kStatus;
  Verbs verbs = kStatusVerbs;
  // The kind that is read and written when it is not the resource's own.
  std::string_view group, version, kind;
  ScalePaths scale;
  PrepareUpdateHook prepare_update = nullptr;
  ValidateUpdateHook validate_update = nullptr;
};

struct Kind {
  std::string_view group;
  std::string_view version;
  std::string_view kind;
  std::string_view resource;  // plural
  std::string_view singular;  // lower-case kind
  std::vector<std::string_view> short_names;
  std::vector<std::string_view> categories;
  Scope scope = Scope::kNamespaced;
  Verbs verbs = kAllVerbs;
  std::vector<Subresource> subresources;

  // Where and as what it is stored. key_prefix as upstream: "/registry/<resource>/" mostly; "" = not stored (reviews).
  std::string_view key_prefix;
  std::string_view storage_group_version;  // "autoscaling/v2"; "" = own
  std::string_view storage_version_hash;   // discovery's; "" when it has none
  ConvertHook to_storage = nullptr;        // own version -> stored version
  ConvertHook from_storage = nullptr;

  std::vector<SelectableField> selectable_fields;  // beside metadata.name and metadata.namespace
  std::vector<Column> columns;                     // empty = Name and Age
  RowHook row = nullptr;

  // Order of a create: set_defaults (on decode), prepare_create, validate; of an update: set_defaults, prepare_update, validate_update.
  DefaultHook set_defaults = nullptr;
  PrepareCreateHook prepare_create = nullptr;
  PrepareUpdateHook prepare_update = nullptr;
  ValidateHook validate = nullptr;
  ValidateUpdateHook validate_update = nullptr;
  WarningsHook warnings = nullptr;
  // The name rule: object/validation.h; null = DNS subdomain. Returns the complaints.
  std::vector<std::string> (*validate_name)(std::string_view name, bool prefix) = nullptr;

  GracePeriodHook grace_period = nullptr;
  HoldsDeletionHook holds_deletion = nullptr;
  MarkDeletingHook mark_deleting = nullptr;
  GarbageCollection garbage_collection = GarbageCollection::kDeleteDependents;
  bool returns_deleted_object = false;  // a delete answers with the object, not with a Status

  bool has_status = false;           // status is written through its subresource only
  bool tracks_generation = false;    // metadata.generation: 1 at creation, +1 when anything but metadata and status changes
  bool create_on_update = false;     // PUT of an absent name creates
  bool unconditional_update = true;  // PUT without resourceVersion is allowed
  // Seconds after which an object is removed by itself; 0 = never (events: --event-ttl).
  bool expires = false;
};

}  // namespace pintle::api
