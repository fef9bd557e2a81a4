// The kinds of admissionregistration.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::admissionregistration {

extern const api::Kind kMutatingAdmissionPolicy;
extern const api::Kind kMutatingAdmissionPolicyBinding;
extern const api::Kind kMutatingWebhookConfiguration;
extern const api::Kind kValidatingAdmissionPolicy;
extern const api::Kind kValidatingAdmissionPolicyBinding;
extern const api::Kind kValidatingWebhookConfiguration;

}  // namespace pintle::admissionregistration
