#include "api/openapi/json_writer.h"

#include "object/json.h"

namespace pintle::api::openapi {

// A comma stands between two values: not at the start, after an opening bracket or after a key.
void JsonWriter::separate() {
  if (text_.empty()) return;
  const char last = text_.back();
  if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  string(name);
  text_ += ':';
  return *this;
}

void JsonWriter::string(std::string_view value) {
  separate();
  object::append_json_string(value, text_);
}

void JsonWriter::json(std::string_view value) {
  separate();
  text_ += value;
}

void JsonWriter::optional_member(std::string_view name, std::string_view value) {
  if (!value.empty()) member(name, value);
}

}  // namespace pintle::api::openapi
