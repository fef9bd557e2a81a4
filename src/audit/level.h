// Level and Stage: how much of a request is recorded, and at which moments of its life.
//
// Source: k8s.io/apiserver/pkg/apis/audit/v1 types.go. There is no Panic stage here: what upstream recovers from ends this process.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace pintle::audit {

// Each level records what the one before it does, and more.
enum class Level : uint8_t { kNone, kMetadata, kRequest, kRequestResponse };
inline constexpr std::array<std::string_view, 4> kLevelNames = {"None", "Metadata", "Request", "RequestResponse"};

// kPanic is known because policies name it; no event has it.
enum class Stage : uint8_t { kRequestReceived, kResponseStarted, kResponseComplete, kPanic };
inline constexpr std::array<std::string_view, 4> kStageNames = {"RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"};

constexpr std::string_view name_of(Level level) { return kLevelNames[static_cast<size_t>(level)]; }
constexpr std::string_view name_of(Stage stage) { return kStageNames[static_cast<size_t>(stage)]; }

class StageSet {
 public:
  constexpr StageSet() = default;
  constexpr StageSet(std::initializer_list<Stage> stages) {
    for (const Stage stage : stages) add(stage);
  }
  constexpr void add(Stage stage) { bits_ = static_cast<uint8_t>(bits_ | bit(stage)); }
  constexpr void add(StageSet other) { bits_ = static_cast<uint8_t>(bits_ | other.bits_); }
  constexpr bool has(Stage stage) const { return (bits_ & bit(stage)) != 0; }
  bool operator==(const StageSet&) const = default;

 private:
  static constexpr uint8_t bit(Stage stage) { return static_cast<uint8_t>(1u << static_cast<unsigned>(stage)); }
  uint8_t bits_ = 0;
};

}  // namespace pintle::audit
