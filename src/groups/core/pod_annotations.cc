#include "groups/core/pod_annotations.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "groups/core/container.h"
#include "groups/core/local_path_rules.h"
#include "groups/core/pod_options.h"
#include "groups/core/pod_spec.h"
#include "groups/core/scheduling_rules.h"
#include "object/json.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

using Annotations = object::MapView<std::string_view>;

// An annotation with the tolerations of before they were fields, as JSON.
void validate_tolerations(std::string_view json, const FieldPath& path, const PodValidationOptions& options, ErrorList& errors) {
  auto decoded = object::decode_json(v1::PodSpec::schema_type(), Bytes::copy("{\"tolerations\":" + std::string(json) + "}"));
  if (!decoded) {
    errors.invalid(path, quoted(kTolerationsAnnotation), decoded.error().message());
    return;
  }
  const v1::PodSpec spec(&decoded->document.root());
  validate_tolerations(spec.tolerations(), scheduling_rules(options), path.child(kTolerationsAnnotation), errors);
}

void validate_seccomp_profile(std::string_view profile, const FieldPath& path, ErrorList& errors) {
  if (profile == kProfileRuntimeDefault || profile == kProfileDockerDefault || profile == kProfileUnconfined) return;
  if (profile.starts_with(kProfileLocalhostPrefix))
    validate_local_descending_path(profile.substr(kProfileLocalhostPrefix.size()), path, errors);
  else
    errors.invalid(path, quoted(profile), "must be a valid seccomp profile");
}

void validate_seccomp(Annotations annotations, const FieldPath& path, ErrorList& errors) {
  if (annotations.contains(kSeccompPodAnnotation))
    validate_seccomp_profile(annotations.get(kSeccompPodAnnotation), path.child(kSeccompPodAnnotation), errors);
  for (auto [key, profile] : annotations)
    if (key.starts_with(kSeccompContainerPrefix)) validate_seccomp_profile(profile, path.child(key), errors);
}

bool is_app_armor_profile(std::string_view profile) {
  return profile.empty() || profile == kProfileRuntimeDefault || profile == kProfileUnconfined ||
         profile.starts_with(kProfileLocalhostPrefix);
}

void validate_app_armor(Annotations annotations, v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  for (auto [key, profile] : annotations) {
    if (!key.starts_with(kAppArmorContainerPrefix)) continue;
    const std::string_view name = key.substr(kAppArmorContainerPrefix.size());
    if (!any_container(spec, [&](v1::Container container) { return container.name() == name; }))
      errors.invalid(path.key(key), quoted(name), "container not found");
    if (!is_app_armor_profile(profile)) errors.invalid(path.key(key), quoted(profile), "invalid AppArmor profile name: " + quoted(profile));
  }
}

// A profile that a field and an annotation both name.
struct Named {
  std::string_view type;  // of the field
  std::optional<std::string_view> localhost_profile;
  std::string_view annotation;
};

struct Mismatch {
  std::string_view type;
  std::string_view profile;
};

void validate_match(const Named& named, bool runtime_default_matches, const Mismatch& mismatch, const FieldPath& path, ErrorList& errors) {
  if (named.type == "Unconfined") {
    if (named.annotation != kProfileUnconfined) errors.forbidden(path.child("type"), mismatch.type);
  } else if (named.type == "RuntimeDefault") {
    if (!runtime_default_matches) errors.forbidden(path.child("type"), mismatch.type);
  } else if (named.type == "Localhost") {
    if (!named.annotation.starts_with(kProfileLocalhostPrefix))
      errors.forbidden(path.child("type"), mismatch.type);
    else if (named.localhost_profile != named.annotation.substr(kProfileLocalhostPrefix.size()))
      errors.forbidden(path.child("localhostProfile"), mismatch.profile);
  }
}

void validate_seccomp_match(v1::SeccompProfile profile, Annotations annotations, std::string_view key, const FieldPath& path,
                            ErrorList& errors) {
  constexpr Mismatch kMismatch = {"seccomp type in annotation and field must match", "seccomp profile in annotation and field must match"};
  if (!profile || !annotations.contains(key)) return;
  const std::string_view annotation = annotations.get(key);
  validate_match({profile.type(), profile.localhost_profile(), annotation},
                 annotation == kProfileRuntimeDefault || annotation == kProfileDockerDefault, kMismatch,
                 path.child("securityContext").child("seccompProfile"), errors);
}

void validate_app_armor_match(v1::AppArmorProfile profile, Annotations annotations, std::string_view key, const FieldPath& path,
                              ErrorList& errors) {
  constexpr Mismatch kMismatch = {"apparmor type in annotation and field must match",
                                  "apparmor profile in annotation and field must match"};
  if (!profile || !annotations.contains(key)) return;
  const std::string_view annotation = annotations.get(key);
  validate_match({profile.type(), profile.localhost_profile(), annotation}, annotation == kProfileRuntimeDefault, kMismatch,
                 path.child("securityContext").child("appArmorProfile"), errors);
}

std::string container_key(std::string_view prefix, v1::Container container) { return std::string(prefix) + std::string(container.name()); }

}  // namespace

bool is_pod_deletion_cost(std::string_view text) {
  const bool starts_well = text == "0" || text.starts_with('-') || (!text.empty() && text[0] >= '1' && text[0] <= '9');
  if (!starts_well) return false;
  int32_t cost = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cost);
  return error == std::errc() && end == text.data() + text.size();
}

void validate_pod_annotations(meta::v1::ObjectMeta meta, v1::PodSpec spec, const FieldPath& path, const PodValidationOptions& options,
                              ErrorList& errors) {
  const Annotations annotations = meta.annotations();
  if (annotations.contains(kMirrorPodAnnotation) && spec.node_name().empty())
    errors.invalid(path.key(kMirrorPodAnnotation), quoted(annotations.get(kMirrorPodAnnotation)),
                   "must set spec.nodeName if mirror pod annotation is set");
  if (!annotations.get(kTolerationsAnnotation).empty())
    validate_tolerations(annotations.get(kTolerationsAnnotation), path, options, errors);
  const std::string_view cost = annotations.get(kPodDeletionCostAnnotation);
  if (!options.allow_invalid_pod_deletion_cost && annotations.contains(kPodDeletionCostAnnotation) && !is_pod_deletion_cost(cost))
    errors.invalid(path.key(kPodDeletionCostAnnotation), quoted(cost), "must be a 32bit integer");
  validate_seccomp(annotations, path, errors);
  validate_app_armor(annotations, spec, path, errors);
}

void validate_seccomp_annotations(meta::v1::ObjectMeta meta, v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const Annotations annotations = meta.annotations();
  if (annotations.empty()) return;
  validate_seccomp_match(spec.security_context().seccomp_profile(), annotations, kSeccompPodAnnotation, path, errors);
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    validate_seccomp_match(container.security_context().seccomp_profile(), annotations, container_key(kSeccompContainerPrefix, container),
                           at, errors);
  });
}

void validate_app_armor_annotations(meta::v1::ObjectMeta meta, v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  const Annotations annotations = meta.annotations();
  if (annotations.empty() || spec.os().name() == "windows") return;
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    v1::AppArmorProfile profile = container.security_context().app_armor_profile();
    if (!profile) profile = spec.security_context().app_armor_profile();
    validate_app_armor_match(profile, annotations, container_key(kAppArmorContainerPrefix, container), at, errors);
  });
}

}  // namespace pintle::core
