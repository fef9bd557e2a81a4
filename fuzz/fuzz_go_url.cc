// URLs of webhooks, and certificates beside their keys: any text is taken apart, or refused with a text; parts lie within it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "auth/certificate_request.h"
#include "auth/key_pair.h"
#include "base/go_url.h"

using namespace pintle;

namespace {

void check_within(std::string_view whole, std::string_view part) {
  if (part.empty()) return;
  if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto url = GoUrl::parse(text)) {
    for (const std::string_view part : {url->host, url->user.value_or(""), url->path, url->query, url->fragment}) check_within(text, part);
  } else if (url.error().message().empty()) {
    std::abort();
  }
  const std::string_view key = text.substr(text.size() / 2);
  (void)auth::check_certificate_request(text);
  (void)auth::check_certificates(text);
  (void)auth::key_pair_fault(text.substr(0, text.size() / 2), key);
  return 0;
}
