// The two editions of OpenAPI that are served, and how each refers to a definition.
#pragma once

#include <cstdint>
#include <string_view>

namespace pintle::api::openapi {

enum class Edition : uint8_t { kV2, kV3 };

constexpr std::string_view definition_prefix(Edition edition) {
  return edition == Edition::kV2 ? "#/definitions/" : "#/components/schemas/";
}

}  // namespace pintle::api::openapi
