// Which checks make up which standard in which version of Kubernetes.
//
//   std::vector<PodViolation> violations = violations_of({kBaseline, 30}, pod);
//   "violates PodSecurity ...: " + details(violations)
//
// Pure. Source: k8s.io/pod-security-admission/policy (registry.go, DefaultChecks, AggregateCheckResults).
#pragma once

#include <vector>

#include "plugins/pod_security/checks.h"
#include "plugins/pod_security/policy.h"

namespace pintle::plugins {

std::vector<PodViolation> violations_of(const PodSecurityStandard& standard, const PodSubject& pod);
// "hostPort, privileged"
std::string reasons(const std::vector<PodViolation>& violations);
// "hostPort (container \"a\" uses hostPort 80), ..."
std::string details(const std::vector<PodViolation>& violations);

}  // namespace pintle::plugins
