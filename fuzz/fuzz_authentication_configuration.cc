// The file of --authentication-config: read or refused, and what is read can be checked.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "auth/authentication_configuration.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pintle;
  const auto configuration = auth::parse_authentication_configuration({reinterpret_cast<const char*>(data), size});
  if (!configuration) return 0;
  object::ErrorList errors;
  auth::check_authentication_configuration(*configuration, {"https://kubernetes.default.svc"}, errors);
  (void)errors.joined();
  return 0;
}
