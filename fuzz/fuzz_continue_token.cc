// Continue tokens: any text gives a place inside its list, or an error; a place that is written as a token is found again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/continue_token.h"

using namespace pintle::api;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kPrefix = "/registry/pods/";
  if (const auto token = decode_continue(text, kPrefix)) {
    if (!token->start_key.starts_with(kPrefix)) std::abort();
    const auto again = decode_continue(encode_continue(*token, kPrefix), kPrefix);
    if (!again || again->start_key != token->start_key || again->revision != token->revision) std::abort();
  }
  return 0;
}
