// Namespace: a scope for names. Source: core/v1 Namespace; pkg/registry/core/namespace, pkg/apis/core/validation.
//
// A deleted Namespace is Terminating and stays while spec.finalizers is not empty: the namespace controller removes what is in it, then
// "kubernetes" from there, through the finalize subresource.
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/hook.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

constexpr std::string_view kNameLabel = "kubernetes.io/metadata.name";
constexpr std::string_view kFinalizer = "kubernetes";
constexpr std::string_view kActive = "Active";
constexpr std::string_view kTerminating = "Terminating";

ObjectMeta meta_of(v1::Namespace ns) { return ObjectMeta(ns.metadata().node()); }

// A name that is still to be generated gets its label from here when the object is canonicalized.
void set_name_label(v1::NamespaceMut ns) {
  const std::string_view name = meta_of(ns).name();
  if (!name.empty()) ns.ensure_metadata().ensure_labels().set(kNameLabel, name);
}

void set_defaults(v1::NamespaceMut ns) {
  set_name_label(ns);
  if (ns.status().phase().empty()) ns.ensure_status().set_phase(kActive);
}

void prepare_create(v1::NamespaceMut ns, const api::HookContext&) {
  ns.ensure_status().set_phase(kActive);
  if (!ns.spec().finalizers().contains(kFinalizer)) ns.ensure_spec().ensure_finalizers().append(kFinalizer);
}

void prepare_update(v1::NamespaceMut ns, v1::Namespace old, const api::HookContext&) {
  ns.ensure_spec().clear_finalizers();
  for (const std::string_view finalizer : old.spec().finalizers()) ns.spec().ensure_finalizers().append(finalizer);
}

void prepare_delete(v1::NamespaceMut ns, const api::HookContext&) {
  ns.ensure_status().set_phase(kTerminating);
  ns.ensure_metadata().clear_deletion_grace_period_seconds();
}

// The first delete only begins the end, whatever the finalizers.
bool held(v1::Namespace ns) { return !ns.metadata().deletion_timestamp() || !ns.spec().finalizers().empty(); }

void validate(v1::Namespace ns, ErrorList& errors) {
  for (const std::string_view finalizer : ns.spec().finalizers())
    api::validate_finalizer_name(finalizer, FieldPath("spec").child("finalizers"), errors);
}

void validate_update(v1::Namespace ns, v1::Namespace old, ErrorList& errors) {
  api::validate_metadata(kNamespace, meta_of(ns), errors);
  validate(ns, errors);
  api::validate_metadata_update(kNamespace, meta_of(ns), meta_of(old), errors);
}

void validate_status_update(v1::Namespace ns, v1::Namespace old, ErrorList& errors) {
  api::validate_metadata_update(kNamespace, meta_of(ns), meta_of(old), errors);
  const FieldPath path = FieldPath("status").child("Phase");
  const std::string_view phase = ns.status().phase();
  const bool deleting = !meta_of(ns).deletion_timestamp().empty();
  if (!deleting && phase != kActive) errors.invalid(path, object::quoted(phase), "may only be 'Active' if `deletionTimestamp` is empty");
  if (deleting && phase != kTerminating)
    errors.invalid(path, object::quoted(phase), "may only be 'Terminating' if `deletionTimestamp` is not empty");
}

void validate_finalize_update(v1::Namespace ns, v1::Namespace old, ErrorList& errors) {
  api::validate_metadata_update(kNamespace, meta_of(ns), meta_of(old), errors);
  for (auto [index, finalizer] : ns.spec().finalizers().enumerate())
    api::validate_finalizer_name(finalizer, FieldPath("spec").child("finalizers").index(index), errors);
}

void row(v1::Namespace ns, int64_t now_seconds, api::Cells& cells) {
  cells.text(meta_of(ns).name());
  cells.text(ns.status().phase());
  cells.age(meta_of(ns).creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kNamespace = {
    .group = "",
    .version = "v1",
    .kind = "Namespace",
    .resource = "namespaces",
    .singular = "namespace",
    .short_names = {"ns"},
    .scope = api::Scope::kCluster,
    .verbs = api::kGet | api::kList | api::kWatch | api::kCreate | api::kUpdate | api::kPatch | api::kDelete,
    .subresources =
        {
            {.name = "finalize",
             .serves = api::SubresourceKind::kUpdate,
             .verbs = api::kUpdate,
             .keeps = {"status"},
             .validate_update = hook<validate_finalize_update>},
            {.name = "status", .keeps = {"spec"}, .validate_update = hook<validate_status_update>},
        },
    .key_prefix = "/registry/namespaces/",
    .selectable_fields =
        {
            {.name = "status.phase"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .selects_namespace = false,
    .columns =
        {
            api::kNameColumn,
            {.name = "Status", .type = "string", .description = "The status of the namespace"},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .canonicalize = hook<set_name_label>,
    .validate_name = object::name_is_dns_label,
    .prepare_delete = hook<prepare_delete>,
    .held = hook<held>,
    .has_status = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
