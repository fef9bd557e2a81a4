// AppArmor profiles used to be annotations; those of containers without a profile field become fields when a Pod is created.
//
// Pure; any thread. Source: pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew; KEP-24.
#pragma once

#include "api/kind.h"
#include "views/core_v1_mut.h"

namespace pintle::core {

// An annotation that is no valid profile stays alone; that it is deprecated is told for those that say something new.
void apply_app_armor_annotations(v1::PodMut pod, const api::HookContext& context);

}  // namespace pintle::core
