// The kinds of apiextensions.k8s.io.
#pragma once

#include "api/kind.h"

namespace pintle::apiextensions {

extern const api::Kind kCustomResourceDefinition;

}  // namespace pintle::apiextensions
