// Bundles of certificates: several PEM texts as one, each certificate once.
//
// Thread: pure. Errors: 400 for a text that holds no certificate, unless it is empty.
// Source: k8s.io/kubernetes/pkg/controlplane/controller/clusterauthenticationtrust (combineCertLists).
#pragma once

#include <chrono>
#include <span>
#include <string>

#include "base/result.h"

namespace pintle::auth {

// In their order, without those that ended more than five minutes before `now`.
Result<std::string> combined_certificates(std::span<const std::string> texts_pem, std::chrono::system_clock::time_point now);

}  // namespace pintle::auth
