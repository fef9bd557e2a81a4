// The volume through which containers find the token of their ServiceAccount.
// Source: plugin/pkg/admission/serviceaccount (mountServiceAccountToken, TokenVolumeSource).
#pragma once

#include "views/core_v1_mut.h"

namespace pintle::plugins {

// Mounts it in each container that mounts nothing at its place; `spec` gets the volume if one of them needs it and it is not there yet.
void mount_token(core::v1::PodSpecMut spec);

}  // namespace pintle::plugins
