#include "groups/core/persistent_volume_claim_rules.h"

#include <algorithm>

#include "groups/core/resource_amounts.h"
#include "groups/core/resource_lists.h"
#include "groups/core/resource_names.h"
#include "object/label_selector.h"
#include "object/validation.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr std::string_view kAccessModes[] = {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"};
constexpr std::string_view kVolumeModes[] = {"Block", "Filesystem"};
constexpr std::string_view kClaim = "PersistentVolumeClaim";
constexpr std::string_view kSnapshot = "VolumeSnapshot";
constexpr std::string_view kSnapshotGroup = "snapshot.storage.k8s.io";
// How upstream prints a path that it takes for a value.
constexpr std::string_view kPrintedPath = "{}";

// A TypedLocalObjectReference or TypedObjectReference.
template <class Reference>
void validate_data_source(Reference source, const ClaimSpecRules& rules, const FieldPath& path, ErrorList& errors) {
  if (source.name().empty()) errors.required(path.child("name"), "");
  if (source.kind().empty()) errors.required(path.child("kind"), "");
  const std::string_view group = source.api_group().value_or("");
  if (group.empty() && source.kind() != kClaim)
    errors.invalid(path, quoted(source.kind()), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  if (!group.empty() && !rules.allow_invalid_api_group)
    errors.invalid_text_each(path.child("apiGroup"), group, object::is_dns1123_subdomain(group));
}

bool same_source(v1::TypedLocalObjectReference source, v1::TypedObjectReference reference) {
  return source.api_group() == reference.api_group() && source.kind() == reference.kind() && source.name() == reference.name();
}

void validate_data_sources(v1::PersistentVolumeClaimSpec spec, const ClaimSpecRules& rules, const FieldPath& path, ErrorList& errors) {
  const v1::TypedLocalObjectReference source = spec.data_source();
  const v1::TypedObjectReference reference = spec.data_source_ref();
  const std::string_view other_namespace = reference.namespace_().value_or("");
  if (source) validate_data_source(source, rules, path.child("dataSource"), errors);
  if (reference) {
    validate_data_source(reference, rules, path.child("dataSourceRef"), errors);
    if (!other_namespace.empty())
      errors.invalid_text_each(path.child("dataSourceRef").child("namespace"), other_namespace,
                               object::name_is_dns_label(other_namespace, object::NameUse::kWhole));
  }
  if (!source || !reference) return;
  if (!other_namespace.empty())
    errors.invalid(path, kPrintedPath, "may not be specified when dataSourceRef.namespace is specified");
  else if (!same_source(source, reference))
    errors.invalid(path, kPrintedPath, "must match dataSourceRef");
}

void validate_class_name(std::optional<std::string_view> name, const FieldPath& path, ErrorList& errors) {
  if (name && !name->empty()) errors.invalid_text_each(path, *name, object::is_dns1123_subdomain(*name));
}

bool has_invalid_selector(v1::PersistentVolumeClaimSpec spec) {
  ErrorList errors;
  object::validate_label_selector(spec.selector().node(), {}, FieldPath(), errors);
  return !errors.empty();
}

// What dataSource could always name. Everything else was ignored, and is.
bool is_claim_or_snapshot(v1::TypedLocalObjectReference source) {
  const std::string_view group = source.api_group().value_or("");
  return (source.kind() == kClaim && group.empty()) || (source.kind() == kSnapshot && group == kSnapshotGroup);
}

template <class From, class To>
void copy_source(From from, To to) {
  if (from.has_kind()) to.set_kind(from.kind());
  if (from.has_name()) to.set_name(from.name());
  if (from.api_group()) to.set_api_group(*from.api_group());
}

void warn_fraction(std::string_view amount, const FieldPath& path, std::vector<std::string>& warnings) {
  if (amount_of(amount).milli_value() % 1000 == 0) return;
  warnings.push_back(path.to_string() + ": fractional byte value " + quoted(amount) + " is invalid, must be an integer");
}

}  // namespace

void validate_access_modes(object::ListView<std::string_view> modes, const FieldPath& path, ErrorList& errors) {
  bool one_pod = false;
  bool other = false;
  for (const std::string_view mode : modes) {
    const bool supported = std::ranges::find(kAccessModes, mode) != std::end(kAccessModes);
    if (!supported) errors.not_supported(path, json_quoted(mode), kAccessModes);
    if (mode == "ReadWriteOncePod")
      one_pod = true;
    else if (supported)
      other = true;
  }
  if (one_pod && other) errors.forbidden(path, "may not use ReadWriteOncePod with other access modes");
}

void validate_volume_mode(std::string_view mode, const FieldPath& path, ErrorList& errors) {
  if (std::ranges::find(kVolumeModes, mode) == std::end(kVolumeModes)) errors.not_supported(path, json_quoted(mode), kVolumeModes);
}

void validate_claim_spec(v1::PersistentVolumeClaimSpec spec, const ClaimSpecRules& rules, const FieldPath& path, ErrorList& errors) {
  if (spec.access_modes().empty()) errors.required(path.child("accessModes"), "at least 1 access mode is required");
  if (spec.selector())
    object::validate_label_selector(spec.selector().node(), {.allow_invalid_values = rules.allow_invalid_label_values},
                                    path.child("selector"), errors);
  validate_access_modes(spec.access_modes(), path.child("accessModes"), errors);

  const FieldPath storage_path = path.child("resources").key(kStorageResource);
  const object::MapView requests = spec.resources().requests();
  if (!requests.contains(kStorageResource))
    errors.required(storage_path, "");
  else
    validate_positive_amount(requests.get(kStorageResource), storage_path, errors);

  validate_class_name(spec.storage_class_name(), path.child("storageClassName"), errors);
  if (spec.volume_mode()) validate_volume_mode(*spec.volume_mode(), path.child("volumeMode"), errors);
  validate_data_sources(spec, rules, path, errors);
  validate_class_name(spec.volume_attributes_class_name(), path.child("volumeAttributesClassName"), errors);
}

ClaimSpecRules claim_template_rules(v1::PersistentVolumeClaimSpec old) {
  return {.allow_invalid_label_values = old.selector() && has_invalid_selector(old)};
}

ClaimSpecRules claim_rules(v1::PersistentVolumeClaimSpec old) {
  ClaimSpecRules rules = claim_template_rules(old);
  rules.allow_invalid_api_group = old.data_source().api_group() || old.data_source_ref().api_group();
  return rules;
}

void set_claim_spec_defaults(v1::PersistentVolumeClaimSpecMut spec) {
  if (!spec.has_volume_mode()) spec.set_volume_mode("Filesystem");
  const v1::VolumeResourceRequirementsMut resources = spec.resources();
  if (resources.has_limits()) round_up_to_milli(resources.ensure_limits());
  if (resources.has_requests()) round_up_to_milli(resources.ensure_requests());
}

void prepare_data_sources(v1::PersistentVolumeClaimSpecMut spec, v1::PersistentVolumeClaimSpec old) {
  // A source in another namespace needs a feature that is off.
  const std::string_view other_namespace = spec.data_source_ref().namespace_().value_or("");
  if (!other_namespace.empty() && !old.data_source_ref()) spec.clear_data_source_ref();

  const bool in_use = old.data_source() || old.data_source_ref();
  if (!in_use && !spec.has_data_source_ref() && !is_claim_or_snapshot(spec.data_source())) spec.clear_data_source();

  if (spec.has_data_source() && !spec.has_data_source_ref()) {
    const v1::TypedObjectReferenceMut reference = spec.ensure_data_source_ref();
    copy_source(spec.data_source(), reference);
  } else if (spec.has_data_source_ref() && !spec.has_data_source() && spec.data_source_ref().namespace_().value_or("").empty()) {
    const v1::TypedLocalObjectReferenceMut source = spec.ensure_data_source();
    copy_source(spec.data_source_ref(), source);
  }
}

void warn_claim_spec(v1::PersistentVolumeClaimSpec spec, const FieldPath& path, std::vector<std::string>& warnings) {
  const FieldPath resources = path.child("resources");
  warn_fraction(spec.resources().requests().get(kStorageResource), resources.child("requests").key(kStorageResource), warnings);
  warn_fraction(spec.resources().limits().get(kStorageResource), resources.child("limits").key(kStorageResource), warnings);
}

}  // namespace pintle::core
