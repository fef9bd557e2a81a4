// CRC-32C (Castagnoli), as RocksDB's logs have it.
#pragma once

#include <cstdint>
#include <string_view>

namespace pintle::store::embedded {

uint32_t crc32c(std::string_view bytes);

}  // namespace pintle::store::embedded
