// LimitRange: least, most and default resources of what is created in a namespace. Source: core/v1 LimitRange;
// pkg/registry/core/limitrange.
#include "groups/core/core.h"

namespace pintle::core {

const api::Kind kLimitRange = {
    .group = "",
    .version = "v1",
    .kind = "LimitRange",
    .resource = "limitranges",
    .singular = "limitrange",
    .short_names = {"limits"},
    .key_prefix = "/registry/limitranges/",
    .create_on_update = true,
};

}  // namespace pintle::core
