// Limits of the API layer, each with its unit and where upstream has it.
#pragma once

#include <chrono>
#include <cstddef>

namespace pintle::api {

inline constexpr size_t kRequestBodyBytesMax = 3 * 1024 * 1024;  // server.Config.MaxRequestBodyBytes
inline constexpr size_t kGzipBytesMin = 128 * 1024;              // responsewriters.defaultGzipThresholdBytes
inline constexpr int kGzipLevel = 1;                             // responsewriters.defaultGzipContentEncodingLevel
inline constexpr size_t kGeneratedNameBytesMax = 63;             // names.maxNameLength
inline constexpr size_t kGeneratedSuffixBytes = 5;               // names.randomLength
inline constexpr int kGenerateNameAttempts = 8;                  // registry.maxNameGenerationCreateAttempts
inline constexpr int kPatchConflictRetriesMax = 5;               // handlers.MaxRetryWhenPatchConflicts
inline constexpr int kUpdateConflictRetriesMax = 64;             // ours: an update that loses so many races answers 409
inline constexpr size_t kListChunkObjects = 64;                  // ours: objects of a streamed list that are gathered at once
inline constexpr size_t kBodyChunkBytes = 64 * 1024;             // ours: bytes of a streamed body that are made at once
inline constexpr size_t kListScannedPerTurn = 8192;              // ours: objects that a list looks at before others on its loop run
inline constexpr size_t kGzipAtOnceBytesMax = 256 * 1024;        // ours: a larger body is compressed as it is sent
inline constexpr size_t kWarningBytesMax = 4 * 1024;             // filters.truncateAtTotalRunes: warnings of one response together

}  // namespace pintle::api
