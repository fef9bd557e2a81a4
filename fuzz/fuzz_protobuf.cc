// The protobuf decoder and encoder: no input crashes them, and what was decoded is written in a form that reads back the same.
#include <string>

#include "base/check.h"
#include "fuzz_types.h"
#include "object/protobuf.h"

using namespace pintle;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto [type, message] = fuzz_input(data, size);
  Result<object::Document> decoded = object::decode_protobuf(*type, Bytes::copy(message));
  if (!decoded) return 0;
  std::string once, twice;
  object::encode_protobuf(*type, decoded->root(), once);
  Result<object::Document> again = object::decode_protobuf(*type, Bytes::copy(once));
  PINTLE_CHECK(again.has_value());
  object::encode_protobuf(*type, again->root(), twice);
  PINTLE_CHECK(once == twice);
  return 0;
}
