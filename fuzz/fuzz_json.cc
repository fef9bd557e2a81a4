// The JSON decoder and encoder: no input crashes them, and what was decoded is written in a form that reads back the same.
#include <string>

#include "base/check.h"
#include "fuzz_types.h"
#include "object/json.h"
#include "object/json_reader.h"

using namespace pintle;

namespace {

void try_type(const schema::Type& type, std::string_view json) {
  Result<object::Decoded> decoded = object::decode_json(type, Bytes::copy(json), {.strictness = object::Strictness::kStrict});
  std::string fault = object::json_fault(json);
  PINTLE_CHECK(fault.empty() || (!decoded && decoded.error().message() == fault));
  if (!decoded) return;
  std::string once, twice;
  object::encode_json(type, decoded->document.root(), once);
  PINTLE_CHECK(object::json_fault(once).empty());
  Result<object::Decoded> again = object::decode_json(type, Bytes::copy(once));
  PINTLE_CHECK(again.has_value());
  object::encode_json(type, again->document.root(), twice);
  PINTLE_CHECK(once == twice);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto [type, json] = fuzz_input(data, size);
  try_type(*type, json);
  try_type(object::any_type(), json);
  return 0;
}
