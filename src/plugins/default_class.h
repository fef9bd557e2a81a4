// The class that objects get which name none: of those that are annotated as the default, the newest; of those of one second, the first
// by name.
// Source: pkg/volume/util/storageclass.go, plugin/pkg/admission/network/defaultingressclass (GetDefaultClass).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "plugins/lister.h"

namespace pintle::plugins {

// The name of the class one of whose annotations among `marks` is "true".
Result<std::optional<std::string>> default_class(const Lister& classes, std::span<const std::string_view> marks);

}  // namespace pintle::plugins
