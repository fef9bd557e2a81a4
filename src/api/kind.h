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
#include <string>
#include <string_view>
#include <vector>

#include "api/cells.h"
#include "base/result.h"
#include "base/task.h"
#include "object/document.h"
#include "object/field_error.h"
#include "object/validation.h"
#include "schema/type.h"

namespace pintle::auth {
struct User;
}

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
  const auth::User* user = nullptr;  // who asks; null for the server itself
  std::vector<std::string>* warnings = nullptr;
  // Becomes a Warning header.
  void warn(std::string text) const {
    if (warnings) warnings->push_back(std::move(text));
  }
};

// A field whose documentation a column shows: {"core.v1.PodStatus", "podIP"}. The model name is without "io.k8s.api.", or
// "io.k8s.apimachinery.pkg.apis." for meta.
struct FieldDoc {
  std::string_view model;
  std::string_view field;
};

// One column of a Table. `priority` 0 is shown always, 1 with -o wide. What it says of itself: api/columns.h describe().
struct Column {
  std::string_view name;
  std::string_view type;    // string, integer, number, boolean, date
  std::string_view format;  // "name" or ""
  std::string_view description;
  FieldDoc documented_by;  // instead of a description
  int priority = 0;
};
inline constexpr FieldDoc kNameDoc = {"meta.v1.ObjectMeta", "name"};
inline constexpr FieldDoc kCreationTimestampDoc = {"meta.v1.ObjectMeta", "creationTimestamp"};
inline constexpr Column kNameColumn = {.name = "Name", .type = "string", .format = "name", .documented_by = kNameDoc};
inline constexpr Column kAgeColumn = {.name = "Age", .type = "string", .documented_by = kCreationTimestampDoc};

// How a subresource is served.
enum class SubresourceKind : uint8_t {
  kStatus,   // the same object without what `keeps` names; a normal update changes everything but status
  kScale,    // autoscaling/v1 Scale over the paths in ScalePaths
  kUpdate,   // the same object, update/patch through the subresource's own prepare and validate (finalize, approval, resize, ...)
  kAction,   // create of another kind (binding, eviction, token): `action` (null: not built yet, 501)
  kConnect,  // exec, attach, port-forward, proxy, log: connector.h
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
// True while a deleted object must stay although metadata.finalizers is empty (a Namespace's spec.finalizers).
using HoldHook = bool (*)(const object::Value& object);
// How long a deleted object may take to end by itself; `asked` is the client's gracePeriodSeconds. 0: it goes at once.
using GraceHook = int64_t (*)(const object::Value& object, std::optional<int64_t> asked);

// What a create does that stores no object of its own (a Binding, an Eviction): api/action.h.
struct ActionCall;
struct ActionAnswer;
using ActionHook = Task<Result<ActionAnswer>> (*)(ActionCall& action);

struct SelectableField {
  std::string_view name;      // as clients write it: "spec.nodeName"
  std::string_view path;      // JSON path in the stored object, "" = same as name
  std::string_view fallback;  // the path that is read when the value is empty
  bool indexed = false;
};

// What a client is told that selects by another field; %s is the field. Kinds with own selectable fields have the second.
inline constexpr std::string_view kUnknownFieldSelector =
    R"("%s" is not a known field selector: only "metadata.name", "metadata.namespace")";
inline constexpr std::string_view kFieldLabelNotSupported = "field label not supported: %s";

struct Subresource {
  std::string_view name;
  SubresourceKind serves = SubresourceKind::kStatus;
  Verbs verbs = kStatusVerbs;
  // The kind that is read and written when it is not the resource's own.
  std::string_view group, version, kind;
  std::string_view also_version;  // of `kind`, taken in bodies as well
  // Paths that an update through it takes from the stored object, and that server-side apply through it does not own. "metadata"
  // is all of it but resourceVersion and managedFields.
  std::vector<std::string_view> keeps;
  // Unless empty, a write through it owns only these paths and what is below; `*` is any element: "spec.containers.*.resources".
  std::vector<std::string_view> writes;
  bool is_proxy = false;  // kConnect: of any method; the path may name a scheme and a port, "https:web:443", and go on below
  ScalePaths scale;
  PrepareUpdateHook prepare_update = nullptr;
  ValidateUpdateHook validate_update = nullptr;
  WarningsHook warnings = nullptr;
  bool has_table = true;  // its answers may be Tables
  // kAction: what it does, the defaults of its body, and whether uid and the like in the body stay, as a precondition.
  ActionHook action = nullptr;
  DefaultHook set_defaults = nullptr;
  bool keeps_system_fields = false;
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
  std::string_view deprecation_warning;  // each request is answered with it; "" for none
  std::vector<Subresource> subresources;

  // Where and as what it is stored. key_prefix as upstream: "/registry/<resource>/" mostly; "" = not stored (reviews).
  std::string_view key_prefix;
  std::string_view storage_group_version;  // "autoscaling/v2"; "" = own
  ConvertHook to_storage = nullptr;        // own version -> stored version
  ConvertHook from_storage = nullptr;
  ActionHook action = nullptr;  // of a kind that is created and not stored

  std::vector<SelectableField> selectable_fields;  // beside metadata.name and metadata.namespace
  std::string_view unsupported_field = kUnknownFieldSelector;
  bool selects_namespace = true;  // metadata.namespace may be selected, also of cluster-scoped kinds
  std::vector<Column> columns;    // empty = Name and Created At
  RowHook row = nullptr;
  // Parts of an object that the row does not read ("spec.volumes", "spec.containers.*"), so that lists as Tables pass over them.
  std::vector<std::string_view> row_skips;

  // Order of a create: set_defaults (on decode), prepare_create, the name is generated, metadata is validated (not by the hook),
  // validate, canonicalize; of an update: set_defaults, prepare_update, metadata, validate_update (which checks metadata again, as
  // metadata_rules.h tells; without a hook that is done for it), canonicalize.
  DefaultHook set_defaults = nullptr;
  PrepareCreateHook prepare_create = nullptr;
  PrepareUpdateHook prepare_update = nullptr;
  ValidateHook validate = nullptr;
  ValidateUpdateHook validate_update = nullptr;
  DefaultHook canonicalize = nullptr;
  WarningsHook warnings = nullptr;
  object::NameFunction validate_name = object::name_is_dns_subdomain;
  bool validates_metadata = false;  // `validate` checks metadata where upstream's does, if at all; else it is checked before
  bool generates_names = true;      // metadata.generateName becomes a name; false: it is the name
  bool standard_finalizers = true;  // a finalizer without a domain must be one of Kubernetes' own

  // Annotations that stand for fields of upstream's internal type: an object of metadata alone does not have them.
  std::vector<std::string_view> hidden_annotations;

  // Who deletes without a word on dependents, where they are orphaned by that, is warned with this; "" for none.
  std::string_view orphaning_warning;
  // Deletion: prepare_delete when deletionTimestamp is set, then the object stays while it has finalizers, is held or in its grace.
  PrepareCreateHook prepare_delete = nullptr;
  HoldHook held = nullptr;
  GraceHook grace_seconds = nullptr;

  GarbageCollection garbage_collection = GarbageCollection::kDeleteDependents;
  std::vector<std::string_view> keeps;            // paths that an update takes from the stored object, beside status (has_status)
  bool has_status = false;                        // status is dropped on create and kept on update; its subresource writes it
  bool status_on_create = false;                  // though has_status, a create may bring one
  bool tracks_generation = false;                 // metadata.generation: 1 at creation, +1 when anything but metadata and status changes
  bool generation_of_empty = false;               // an absent list and an empty one count as different
  std::vector<std::string_view> generation_also;  // paths in metadata whose change counts too: "metadata.annotations"
  bool create_on_update = false;                  // PUT of an absent name creates
  bool unconditional_update = true;               // PUT without resourceVersion is allowed
  bool returns_deleted = false;                   // DELETE answers with the object, not with a Status
  // Why no client may delete the object of this name; "" when it may. Null: all may be deleted.
  std::string_view (*undeletable)(std::string_view name) = nullptr;
  // Seconds after which an object is removed by itself; 0 = never (events: --event-ttl).
  bool expires = false;
};

}  // namespace pintle::api
