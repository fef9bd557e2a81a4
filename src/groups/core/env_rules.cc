#include "groups/core/env_rules.h"

#include <map>
#include <optional>

#include "groups/core/container.h"
#include "groups/core/downward_api_rules.h"
#include "groups/core/local_path_rules.h"
#include "groups/field_rules.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using groups::validate_dns1123_label;
using object::ErrorList;
using object::FieldPath;
using object::NameUse;
using object::quoted;

constexpr std::string_view kFieldRefs[] = {
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
    "status.hostIP", "status.hostIPs",     "status.podIP", "status.podIPs",
};
constexpr std::string_view kOneSource =
    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";
constexpr std::string_view kSeveralSources = "may not have more than one field specified at a time";

void validate_variable_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  errors.invalid_text_each(path, name, object::is_relaxed_env_var_name(name));
}

// Of a ConfigMap or Secret.
template <class Selector>
void validate_key_selector(Selector selector, const FieldPath& path, ErrorList& errors) {
  const std::string_view name = selector.name();
  errors.invalid_text_each(path.child("name"), name, object::name_is_dns_subdomain(name, NameUse::kWhole));
  if (selector.key().empty())
    errors.required(path.child("key"), "");
  else
    errors.invalid_text_each(path.child("key"), selector.key(), object::is_config_map_key(selector.key()));
}

void validate_file_key_selector(v1::FileKeySelector selector, const FieldPath& path, ErrorList& errors) {
  if (selector.key().empty())
    errors.required(path.child("key"), "");
  else
    validate_variable_name(selector.key(), path.child("key"), errors);
  if (selector.volume_name().empty())
    errors.required(path.child("volumeName"), "");
  else
    validate_dns1123_label(selector.volume_name(), path.child("volumeName"), errors);
  if (selector.path().empty())
    errors.required(path.child("path"), "");
  else
    validate_path_no_backsteps(selector.path(), path.child("path"), errors);
}

int validate_sources(v1::EnvVarSource source, const FieldPath& path, ErrorList& errors) {
  int count = 0;
  if (v1::ObjectFieldSelector field = source.field_ref()) {
    ++count;
    validate_object_field_selector(field, kFieldRefs, path.child("fieldRef"), errors);
  }
  if (v1::ResourceFieldSelector resource = source.resource_field_ref()) {
    ++count;
    validate_resource_field_selector(resource, ContainerName::kOptional, path.child("resourceFieldRef"), errors);
  }
  if (v1::ConfigMapKeySelector key = source.config_map_key_ref()) {
    ++count;
    validate_key_selector(key, path.child("configMapKeyRef"), errors);
  }
  if (v1::SecretKeySelector key = source.secret_key_ref()) {
    ++count;
    validate_key_selector(key, path.child("secretKeyRef"), errors);
  }
  if (v1::FileKeySelector key = source.file_key_ref()) {
    ++count;
    validate_file_key_selector(key, path.child("fileKeyRef"), errors);
  }
  return count;
}

void validate_value_from(v1::EnvVar variable, const FieldPath& path, ErrorList& errors) {
  if (!variable.value_from()) return;
  const int count = validate_sources(variable.value_from(), path, errors);
  if (count == 0)
    errors.invalid(path, quoted(""), kOneSource);
  else if (!variable.value().empty())
    errors.invalid(path, quoted(""), "may not be specified when `value` is not empty");
  else if (count > 1)
    errors.invalid(path, quoted(""), kSeveralSources);
}

void validate_source_name(std::string_view name, const FieldPath& path, ErrorList& errors) {
  if (name.empty())
    errors.required(path, "");
  else
    errors.invalid_text_each(path, name, object::name_is_dns_subdomain(name, NameUse::kPrefix));
}

}  // namespace

void validate_env(object::ListView<v1::EnvVar> variables, const FieldPath& path, ErrorList& errors) {
  for (auto [index, variable] : variables.enumerate()) {
    const FieldPath at = path.index(index);
    if (variable.name().empty())
      errors.required(at.child("name"), "");
    else
      validate_variable_name(variable.name(), at.child("name"), errors);
    validate_value_from(variable, at.child("valueFrom"), errors);
  }
}

void validate_env_from(object::ListView<v1::EnvFromSource> sources, const FieldPath& path, ErrorList& errors) {
  for (auto [index, source] : sources.enumerate()) {
    const FieldPath at = path.index(index);
    if (!source.prefix().empty()) validate_variable_name(source.prefix(), at.child("prefix"), errors);
    if (source.has_config_map_ref()) validate_source_name(source.config_map_ref().name(), at.child("configMapRef").child("name"), errors);
    if (source.has_secret_ref()) validate_source_name(source.secret_ref().name(), at.child("secretRef").child("name"), errors);
    if (!source.has_config_map_ref() && !source.has_secret_ref())
      errors.invalid(path, quoted(""), "must specify one of: `configMapRef` or `secretRef`");
    else if (source.has_config_map_ref() && source.has_secret_ref())
      errors.invalid(path, quoted(""), kSeveralSources);
  }
}

void validate_file_key_volumes(v1::PodSpec spec, const FieldPath& path, ErrorList& errors) {
  std::map<std::string_view, v1::Volume> volumes;
  for (const v1::Volume volume : spec.volumes()) volumes[volume.name()] = volume;
  visit_containers(spec, path, [&](v1::Container container, const FieldPath& at) {
    for (auto [index, variable] : container.env().enumerate()) {
      const v1::FileKeySelector file = variable.value_from().file_key_ref();
      if (!file) continue;
      const FieldPath name_path = at.child("env").index(index).child("valueFrom").child("fileKeyRef").child("volumeName");
      const auto found = volumes.find(file.volume_name());
      if (found == volumes.end())
        errors.not_found(name_path, quoted(file.volume_name()));
      else if (!found->second.empty_dir())
        errors.invalid(name_path, quoted(file.volume_name()), "referenced volume must be of type emptyDir");
    }
  });
}

}  // namespace pintle::core
