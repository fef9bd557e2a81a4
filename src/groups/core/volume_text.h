// What the Tables of PersistentVolumes and their claims have in common.
#pragma once

#include <string>
#include <string_view>

#include "object/view.h"

namespace pintle::core {

// Where old objects name their class; it comes before the field.
inline constexpr std::string_view kStorageClassAnnotation = "volume.beta.kubernetes.io/storage-class";

// "RWO,ROX", in this order whatever the list's.
std::string access_modes_text(object::ListView<std::string_view> modes);

}  // namespace pintle::core
