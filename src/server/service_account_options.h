// The flags about service accounts: what follows from them, and what is wrong with them.
//
// Source: k8s.io/kubernetes/pkg/kubeapiserver/options/authentication.go (Validate, ToAuthenticationConfig),
// pkg/controlplane/apiserver/options (completeServiceAccountOptions, validateTokenRequest).
#pragma once

#include <string>
#include <vector>

#include "server/options.h"

namespace pintle::server {

// This server's audiences: its issuers, unless others are given.
void fill_service_account_options(Options& options);

std::vector<std::string> service_account_faults(const Options& options);

// What the operator should know of settings that do not go together.
std::vector<std::string> service_account_warnings(const Options& options);

}  // namespace pintle::server
