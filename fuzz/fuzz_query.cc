// Query strings: what was read, escaped again, reads back the same, in the same order; a name that is there is found. Numbers and selectors
// in it give options or an error (fuzz_request.cc).
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/parameters.h"
#include "api/query.h"
#include "object/json.h"

using pintle::api::Query;

namespace {

std::string escaped(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Query query = Query::parse({reinterpret_cast<const char*>(data), size});
  std::string again;
  for (const auto& [name, value] : query.pairs()) {
    if (!query.has(name) || query.all(name).empty() || query.all(name).front() != query.get(name)) std::abort();
    again.append(again.empty() ? "" : "&").append(escaped(name)).append("=").append(escaped(value));
  }
  if (Query::parse(again).pairs() != query.pairs()) std::abort();

  const pintle::schema::Type& type = *pintle::schema::find_builtin_kind("", "v1", "PodLogOptions");
  if (const auto options = pintle::api::decode_parameters(type, query)) {
    std::string json;
    pintle::object::encode_json(type, options->root(), json);
    if (!pintle::object::decode_json(type, pintle::Bytes::copy(json))) std::abort();
  }
  return 0;
}
