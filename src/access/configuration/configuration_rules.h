// What an AuthorizationConfiguration must look like.
// Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go ValidateAuthorizationConfiguration, after its defaults.
#pragma once

#include "object/field_error.h"

namespace pintle::apiserver::v1 {
class AuthorizationConfiguration;
}

namespace pintle::access {

object::ErrorList configuration_faults(apiserver::v1::AuthorizationConfiguration configuration);

}  // namespace pintle::access
