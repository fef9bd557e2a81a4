// The kinds of certificates.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::certificates {

extern const api::Kind kCertificateSigningRequest;

}  // namespace pintle::certificates
