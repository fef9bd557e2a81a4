// YAML in and out: no input crashes them, what comes out of YAML is JSON, and that JSON comes back from the YAML that is made of it.
#include <string>

#include "base/check.h"
#include "object/json_reader.h"
#include "object/yaml.h"

using namespace pintle;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view yaml(reinterpret_cast<const char*>(data), size);
  for (std::string_view document : object::split_yaml_documents(yaml)) PINTLE_CHECK(!document.empty());
  Result<std::string> json = object::yaml_to_json(yaml);
  if (!json) return 0;
  PINTLE_CHECK(object::json_fault(*json).empty());
  std::string written;
  PINTLE_CHECK(object::json_to_yaml(*json, written).has_value());
  // libyaml has no place for some characters, nor for long keys on one line.
  Result<std::string> again = object::yaml_to_json(written);
  PINTLE_CHECK(!again || *again == *json);
  return 0;
}
