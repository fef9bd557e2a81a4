#include "groups/core/app_armor_annotations.h"

#include "groups/core/container.h"

namespace pintle::core {
namespace {

constexpr std::string_view kPrefix = "container.apparmor.security.beta.kubernetes.io/";
constexpr std::string_view kLocalhost = "localhost/";
constexpr size_t kProfileBytesMax = 4095;  // PATH_MAX
constexpr std::string_view kBlanks = " \t\n\v\f\r";

// What an annotation says; no type where it is not valid.
struct Profile {
  std::string_view type;
  std::string_view localhost;

  bool operator==(const Profile&) const = default;
};

Profile profile_of(std::string_view annotation) {
  if (annotation == "unconfined") return {.type = "Unconfined"};
  if (annotation == "runtime/default") return {.type = "RuntimeDefault"};
  if (!annotation.starts_with(kLocalhost)) return {};
  const std::string_view name = annotation.substr(kLocalhost.size());
  const bool valid = !name.empty() && name.size() <= kProfileBytesMax && !kBlanks.contains(name.front()) && !kBlanks.contains(name.back());
  return valid ? Profile{.type = "Localhost", .localhost = name} : Profile();
}

Profile profile_of(v1::AppArmorProfile field) { return {.type = field.type(), .localhost = field.localhost_profile().value_or("")}; }

void apply(v1::PodMut pod, v1::ContainerMut container, const api::HookContext& context) {
  const std::string key = std::string(kPrefix) + std::string(container.name());
  const object::MapView<std::string_view> annotations = v1::Pod(pod.node()).metadata().annotations();
  if (!annotations.contains(key) || v1::Container(container.node(), container.base()).security_context().app_armor_profile()) return;
  const Profile profile = profile_of(annotations.get(key));
  const bool is_the_pods =
      !profile.type.empty() && profile == profile_of(v1::Pod(pod.node()).spec().security_context().app_armor_profile());
  if (is_the_pods) return;
  if (!profile.type.empty()) {
    v1::AppArmorProfileMut field = container.ensure_security_context().ensure_app_armor_profile();
    field.set_type(profile.type);
    if (!profile.localhost.empty()) field.set_localhost_profile(profile.localhost);
  }
  context.warn("metadata.annotations[" + key + "]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
}

}  // namespace

void apply_app_armor_annotations(v1::PodMut pod, const api::HookContext& context) {
  if (pod.spec().os().name() == "windows") return;
  for (v1::ContainerMut container : pod.spec().init_containers()) apply(pod, container, context);
  for (v1::ContainerMut container : pod.spec().containers()) apply(pod, container, context);
  for (v1::EphemeralContainerMut container : pod.spec().ephemeral_containers()) apply(pod, as_container(container), context);
}

}  // namespace pintle::core
