// A bearer token as any client may send it, taken apart as a JSON Web Token; and its claims.
#include <cstdint>
#include <string_view>

#include "auth/jwt.h"
#include "auth/service_account_claims.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto token = pintle::auth::parse_jwt(text);
  if (!token) return 0;
  PINTLE_CHECK(size <= pintle::auth::kJwtBytesMax && token->payload.root().is_map());
  PINTLE_CHECK(text.starts_with(token->signed_text));
  if (const auto claims = pintle::auth::read_claims(token->payload.root())) (void)pintle::auth::check_times(*claims, 1'700'000'000);
  (void)pintle::auth::read_service_account_claims(token->payload.root());
  return 0;
}
