// What HTTP basic authentication reads: a header, a file of passwords, an answer of Keystone.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "auth/basic_auth.h"
#include "auth/keystone.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pintle::auth;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto given = parse_basic_header(text)) PINTLE_CHECK(!given->name.contains(':'));
  (void)PasswordFile::parse("passwords.csv", text);
  if (const auto user = keystone_user(text)) PINTLE_CHECK(!(*user)->name.empty() && !(*user)->name.starts_with("system:"));
  return 0;
}
