// Protobuf to JSON without a tree: where a message can be decoded, the result is that of decoding and encoding.
#include <string>

#include "base/check.h"
#include "fuzz_types.h"
#include "object/protobuf.h"

using namespace pintle;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto [type, message] = fuzz_input(data, size);
  std::string direct, through_tree;
  Result<void> written = object::protobuf_to_json(*type, message, direct);
  PINTLE_CHECK(written.has_value() || direct.empty());
  Result<object::Document> decoded = object::decode_protobuf(*type, Bytes::copy(message));
  if (!decoded) return 0;
  PINTLE_CHECK(written.has_value());
  object::encode_json(*type, decoded->root(), through_tree);
  PINTLE_CHECK(direct == through_tree);
  return 0;
}
