#include "groups/core/security_profile_rules.h"

#include <algorithm>

#include "base/utf8.h"
#include "groups/core/local_path_rules.h"
#include "groups/internal_json.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::json_quoted;
using object::quoted;

constexpr size_t kAppArmorProfileBytesMax = 4095;
constexpr std::string_view kTypes[] = {"Localhost", "RuntimeDefault", "Unconfined"};
constexpr std::string_view kAppArmorProfileRequired = "must be set when AppArmor type is Localhost";

void validate_type(std::string_view type, std::string_view required, const FieldPath& path, ErrorList& errors) {
  if (type.empty())
    errors.required(path, required);
  else if (std::ranges::find(kTypes, type) == std::end(kTypes))
    errors.not_supported(path, json_quoted(type), kTypes);
}

void validate_app_armor_localhost(v1::AppArmorProfile profile, const FieldPath& path, ErrorList& errors) {
  const auto name = profile.localhost_profile();
  if (!name) {
    errors.required(path, kAppArmorProfileRequired);
    return;
  }
  if (trim_space(*name) != *name)
    errors.invalid(path, quoted(*name), "must not be padded with whitespace");
  else if (name->empty())
    errors.required(path, kAppArmorProfileRequired);
  if (name->size() > kAppArmorProfileBytesMax) errors.too_long(path, kAppArmorProfileBytesMax);
}

}  // namespace

void validate_seccomp_profile(v1::SeccompProfile profile, const FieldPath& path, ErrorList& errors) {
  if (!profile) return;
  validate_type(profile.type(), "type is required when seccompProfile is set", path.child("type"), errors);
  const FieldPath name_path = path.child("localhostProfile");
  const auto name = profile.localhost_profile();
  if (profile.type() != "Localhost") {
    if (name) errors.invalid(name_path, groups::internal_json_line(profile), "can only be set when seccomp type is Localhost");
  } else if (name) {
    validate_local_descending_path(*name, name_path, errors);
  } else {
    errors.required(name_path, "must be set when seccomp type is Localhost");
  }
}

void validate_app_armor_profile(v1::AppArmorProfile profile, const FieldPath& path, ErrorList& errors) {
  if (!profile) return;
  const FieldPath name_path = path.child("localhostProfile");
  if (profile.type() == "Localhost") {
    validate_app_armor_localhost(profile, name_path, errors);
  } else if (profile.type() == "RuntimeDefault" || profile.type() == "Unconfined") {
    if (const auto name = profile.localhost_profile())
      errors.invalid(name_path, json_quoted(*name), "can only be set when AppArmor type is Localhost");
  } else {
    validate_type(profile.type(), "type is required when appArmorProfile is set", path.child("type"), errors);
  }
}

}  // namespace pintle::core
