#include "plugins/mountable_secrets.h"

#include "base/go_text.h"

namespace pintle::plugins {
namespace {

using core::v1::PodSpec;
using core::v1::ServiceAccount;

constexpr std::string_view kAnnotation = "kubernetes.io/enforce-mountable-secrets";

bool may_mount(ServiceAccount account, std::string_view secret) {
  for (const core::v1::ObjectReference reference : account.secrets())
    if (reference.name() == secret) return true;
  return false;
}

bool may_pull_with(ServiceAccount account, std::string_view secret) {
  for (const core::v1::LocalObjectReference reference : account.image_pull_secrets())
    if (reference.name() == secret) return true;
  return false;
}

std::string refused(std::string what, std::string_view secret, ServiceAccount account) {
  return what + " secret.secretName=\"" + std::string(secret) + "\" is not allowed because service account " +
         std::string(account.metadata().name()) + " does not reference that secret";
}

// `role` is "container", "init container", "ephemeral container".
template <class Container>
std::string unmountable_in(ServiceAccount account, Container container, std::string_view role) {
  const std::string who = std::string(role) + " " + std::string(container.name());
  for (const core::v1::EnvVar variable : container.env()) {
    const core::v1::SecretKeySelector secret = variable.value_from().secret_key_ref();
    if (secret && !may_mount(account, secret.name()))
      return refused(who + " with envVar " + std::string(variable.name()) + " referencing", secret.name(), account);
  }
  for (const core::v1::EnvFromSource source : container.env_from()) {
    const core::v1::SecretEnvSource secret = source.secret_ref();
    if (secret && !may_mount(account, secret.name())) return refused(who + " with envFrom referencing", secret.name(), account);
  }
  return {};
}

std::string unmountable_volume(ServiceAccount account, PodSpec spec) {
  for (const core::v1::Volume volume : spec.volumes()) {
    const core::v1::SecretVolumeSource secret = volume.secret();
    if (secret && !may_mount(account, secret.secret_name())) return refused("volume with", secret.secret_name(), account);
  }
  return {};
}

std::string unusable_pull_secret(ServiceAccount account, PodSpec spec) {
  for (const auto [index, reference] : spec.image_pull_secrets().enumerate()) {
    if (may_pull_with(account, reference.name())) continue;
    return "imagePullSecrets[" + std::to_string(index) + "].name=\"" + std::string(reference.name()) +
           "\" is not allowed because service account " + std::string(account.metadata().name()) +
           " does not reference that imagePullSecret";
  }
  return {};
}

}  // namespace

bool enforces_mountable_secrets(ServiceAccount account) {
  return parse_go_bool(account.metadata().annotations().get(kAnnotation)).value_or(false);
}

std::string unmountable_secret(ServiceAccount account, PodSpec spec) {
  if (std::string why = unmountable_volume(account, spec); !why.empty()) return why;
  for (const core::v1::Container container : spec.init_containers())
    if (std::string why = unmountable_in(account, container, "init container"); !why.empty()) return why;
  for (const core::v1::Container container : spec.containers())
    if (std::string why = unmountable_in(account, container, "container"); !why.empty()) return why;
  return unusable_pull_secret(account, spec);
}

std::string unmountable_secret_of_ephemeral(ServiceAccount account, PodSpec spec) {
  for (const core::v1::EphemeralContainer container : spec.ephemeral_containers())
    if (std::string why = unmountable_in(account, container, "ephemeral container"); !why.empty()) return why;
  return {};
}

}  // namespace pintle::plugins
