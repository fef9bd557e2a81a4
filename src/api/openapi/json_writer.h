// JsonWriter: JSON text written from front to back, with commas where they belong.
//
//   writer.begin_object();
//   writer.member("type", "string");
//   writer.key("items").begin_list();
//
// Strings are escaped as Go's encoding/json does. Thread: any; no state is shared.
#pragma once

#include <string>
#include <string_view>

namespace pintle::api::openapi {

class JsonWriter {
 public:
  void begin_object() { open('{'); }
  void end_object() { text_ += '}'; }
  void begin_list() { open('['); }
  void end_list() { text_ += ']'; }
  JsonWriter& key(std::string_view name);
  void string(std::string_view value);
  void json(std::string_view value);  // is JSON already
  void boolean(bool value) { json(value ? "true" : "false"); }

  void member(std::string_view name, std::string_view value) { key(name).string(value); }
  // Leaves an empty value out.
  void optional_member(std::string_view name, std::string_view value);

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void open(char bracket);
  void separate();
  std::string text_;
};

}  // namespace pintle::api::openapi
