// Which Secrets the Pods of a ServiceAccount may name when the account is annotated with kubernetes.io/enforce-mountable-secrets: those
// in its `secrets` and, for pulling images, in its `imagePullSecrets`.
// Source: plugin/pkg/admission/serviceaccount (limitSecretReferences, limitEphemeralContainerSecretReferences).
#pragma once

#include <string>

#include "views/core_v1.h"

namespace pintle::plugins {

bool enforces_mountable_secrets(core::v1::ServiceAccount account);
// Why the Pod is refused; "" when it is not.
std::string unmountable_secret(core::v1::ServiceAccount account, core::v1::PodSpec spec);
// The same for its ephemeral containers.
std::string unmountable_secret_of_ephemeral(core::v1::ServiceAccount account, core::v1::PodSpec spec);

}  // namespace pintle::plugins
