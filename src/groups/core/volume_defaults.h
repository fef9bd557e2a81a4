// The defaults of a Volume in a PodSpec. Schema markers (iSCSI, RBD, Azure disk, ScaleIO) are applied before.
// Thread: pure. Source: pkg/apis/core/v1/defaults.go SetDefaults_Volume and those of its sources.
#pragma once

namespace pintle::core::v1 {
class VolumeMut;
}

namespace pintle::core {

void set_volume_defaults(v1::VolumeMut volume);

}  // namespace pintle::core
