// What the killed process does, as a function of numbers, so that the process that looks at the remains knows it too.
//
// A transaction is named by its round, client and step. It puts its name into some keys and erases others, and always puts one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace pintle::crash {

inline constexpr uint32_t kClients = 8;  // commits under way at a time
inline constexpr int kKeys = 60;

struct Name {
  uint32_t round = 0;
  uint32_t client = 0;
  uint32_t step = 0;
  auto operator<=>(const Name&) const = default;
};

// What the process says of a commit that was called back, in one write to the pipe.
struct Acknowledgement {
  int64_t revision = 0;
  Name name;
};

store::Transaction transaction_of(const Name& name);
std::string text(const Name& name);
// Who put the value.
std::optional<Name> name_in(std::string_view value);

}  // namespace pintle::crash
