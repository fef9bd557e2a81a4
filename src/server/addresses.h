// The addresses and names that this server is known under.
//
// Source: k8s.io/apimachinery/pkg/util/net (ResolveBindAddress), cmd/kube-apiserver/app/options (the alternative names).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/certificates.h"
#include "server/options.h"

namespace pintle::server {

// --advertise-address, or else the bind address, or, when that is loopback or unspecified, the machine's own address on its default
// route. Without such a route: the loopback address of the family (kube-apiserver refuses to start then).
std::string advertised_address(const Options& options);

// The first address of the Services' range, at which pods reach the server.
std::string kubernetes_service_address(const Options& options);

// As the machine calls itself; "" when it does not say.
std::string host_name();

// What the own serving certificate must be valid for, and where it is kept.
CertificatePlan certificate_plan(const Options& options);

}  // namespace pintle::server
