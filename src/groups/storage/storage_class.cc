// StorageClass: how volumes of a class are made. Source: storage.k8s.io/v1 StorageClass; pkg/registry/storage/storageclass.
#include <algorithm>
#include <map>
#include <set>

#include "api/metadata_rules.h"
#include "groups/core/node_label_warnings.h"
#include "groups/hook.h"
#include "groups/storage/rules.h"
#include "groups/storage/storage.h"
#include "views/storage_v1_mut.h"

namespace pintle::storage {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using object::quoted;

constexpr std::string_view kReclaimPolicies[] = {"Delete", "Retain"};
constexpr std::string_view kBindingModes[] = {"Immediate", "WaitForFirstConsumer"};

ObjectMeta meta_of(v1::StorageClass storage_class) { return ObjectMeta(storage_class.metadata().node()); }

bool is_default(v1::StorageClass storage_class) {
  const object::MapView annotations = storage_class.metadata().annotations();
  return annotations.get("storageclass.kubernetes.io/is-default-class") == "true" ||
         annotations.get("storageclass.beta.kubernetes.io/is-default-class") == "true";
}

void row(v1::StorageClass storage_class, int64_t now_seconds, api::Cells& cells) {
  cells.text(std::string(storage_class.metadata().name()) + (is_default(storage_class) ? " (default)" : ""));
  cells.text(storage_class.provisioner());
  cells.text(storage_class.reclaim_policy().value_or("Delete"));
  cells.text(storage_class.volume_binding_mode().value_or("Immediate"));
  cells.boolean(storage_class.allow_volume_expansion().value_or(false));
  cells.age(storage_class.metadata().creation_timestamp(), now_seconds);
}

void set_defaults(v1::StorageClassMut storage_class) {
  if (!storage_class.has_reclaim_policy()) storage_class.set_reclaim_policy("Delete");
  if (!storage_class.has_volume_binding_mode()) storage_class.set_volume_binding_mode("Immediate");
}

// A term's values by key: what makes two terms equal.
using Term = std::map<std::string_view, std::set<std::string_view>>;

Term validate_term(core::v1::TopologySelectorTerm term, const FieldPath& path, ErrorList& errors) {
  Term found;
  for (auto [index, requirement] : term.match_label_expressions().enumerate()) {
    const FieldPath requirement_path = path.child("matchLabelExpressions").index(index);
    const FieldPath values_path = requirement_path.child("values");
    std::set<std::string_view> values;
    if (requirement.values().empty()) errors.required(values_path, "");
    for (auto [value_index, value] : requirement.values().enumerate())
      if (!values.insert(value).second) errors.duplicate(values_path.index(value_index), quoted(value));
    object::validate_label_name(requirement.key(), requirement_path.child("key"), errors);
    if (found.contains(requirement.key())) errors.duplicate(requirement_path.child("key"), quoted(requirement.key()));
    found[requirement.key()] = std::move(values);
  }
  return found;
}

// Each term is compared with those before it, and, as upstream does, with as many empty ones as there are terms.
void validate_topologies(object::ListView<core::v1::TopologySelectorTerm> terms, ErrorList& errors) {
  std::vector<Term> seen(terms.size());
  for (auto [index, term] : terms.enumerate()) {
    const FieldPath path = FieldPath("allowedTopologies").index(index);
    Term found = validate_term(term, path, errors);
    for (auto same = std::ranges::count(seen, found); same > 0; --same) errors.duplicate(path.child("matchLabelExpressions"), quoted(""));
    seen.push_back(std::move(found));
  }
}

void validate(v1::StorageClass storage_class, ErrorList& errors) {
  validate_provisioner(storage_class.provisioner(), FieldPath("provisioner"), errors);
  validate_parameters(storage_class.parameters(), Parameters::kOptional, FieldPath("parameters"), errors);
  const std::string_view policy = storage_class.reclaim_policy().value_or("");
  if (!policy.empty() && std::ranges::find(kReclaimPolicies, policy) == std::end(kReclaimPolicies))
    errors.not_supported(FieldPath("reclaimPolicy"), object::json_quoted(policy), kReclaimPolicies);
  const auto mode = storage_class.volume_binding_mode();
  if (!mode)
    errors.required(FieldPath("volumeBindingMode"), "");
  else if (std::ranges::find(kBindingModes, *mode) == std::end(kBindingModes))
    errors.not_supported(FieldPath("volumeBindingMode"), object::json_quoted(*mode), kBindingModes);
  validate_topologies(storage_class.allowed_topologies(), errors);
}

void validate_kept(std::optional<std::string_view> text, std::optional<std::string_view> old, std::string_view field, ErrorList& errors) {
  if (text != old) errors.invalid(FieldPath(field), text ? object::json_quoted(*text) : "null", object::kImmutableError);
}

void validate_update(v1::StorageClass storage_class, v1::StorageClass old, ErrorList& errors) {
  api::validate_metadata(kStorageClass, meta_of(storage_class), errors);
  validate(storage_class, errors);
  api::validate_metadata_update(kStorageClass, meta_of(storage_class), meta_of(old), errors);
  if (!same_map(storage_class.parameters(), old.parameters()))
    errors.invalid(FieldPath("parameters"), storage_class.has_parameters() ? printed_map(storage_class.parameters()) : "null",
                   object::kImmutableError);
  if (storage_class.provisioner() != old.provisioner())
    errors.invalid(FieldPath("provisioner"), quoted(storage_class.provisioner()), object::kImmutableError);
  validate_kept(storage_class.reclaim_policy(), old.reclaim_policy(), "reclaimPolicy", errors);
  validate_kept(storage_class.volume_binding_mode(), old.volume_binding_mode(), "volumeBindingMode", errors);
}

void warn(v1::StorageClass storage_class, v1::StorageClass, std::vector<std::string>& warnings) {
  for (auto [index, term] : storage_class.allowed_topologies().enumerate()) {
    const FieldPath path = FieldPath("allowedTopologies").index(index).child("matchLabelExpressions");
    for (auto [at, requirement] : term.match_label_expressions().enumerate())
      if (const auto message = core::deprecated_node_label(requirement.key()); !message.empty())
        warnings.push_back(path.index(at).child("key").to_string() + ": " + std::string(message));
  }
}

}  // namespace

const api::Kind kStorageClass = {
    .group = "storage.k8s.io",
    .version = "v1",
    .kind = "StorageClass",
    .resource = "storageclasses",
    .singular = "storageclass",
    .short_names = {"sc"},
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/storageclasses/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Provisioner", .type = "string", .documented_by = {"storage.v1.StorageClass", "provisioner"}},
            {.name = "ReclaimPolicy", .type = "string", .documented_by = {"storage.v1.StorageClass", "reclaimPolicy"}},
            {.name = "VolumeBindingMode", .type = "string", .documented_by = {"storage.v1.StorageClass", "volumeBindingMode"}},
            {.name = "AllowVolumeExpansion", .type = "string", .documented_by = {"storage.v1.StorageClass", "allowVolumeExpansion"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
    .returns_deleted = true,
};

}  // namespace pintle::storage
