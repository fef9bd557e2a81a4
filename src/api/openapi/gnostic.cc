#include "api/openapi/gnostic.h"

#include "api/openapi/gnostic_message.h"
#include "base/check.h"
#include "object/json.h"
#include "object/yaml.h"

namespace pintle::api::openapi {
namespace {

using object::Entry;
using object::Tag;
using object::Value;

constexpr uint32_t kVarint = 0;
constexpr uint32_t kFixed64 = 1;
constexpr uint32_t kBytes = 2;

void put_varint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void put_key(uint32_t number, uint32_t wire_type, std::string& out) { put_varint(number << 3 | wire_type, out); }

void put_bytes(uint32_t number, std::string_view bytes, std::string& out) {
  put_key(number, kBytes, out);
  put_varint(bytes.size(), out);
  out += bytes;
}

void put_double(uint32_t number, double value, std::string& out) {
  put_key(number, kFixed64, out);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Any { yaml = 2 }
void put_any(uint32_t number, const Value& value, std::string& out) {
  std::string yaml;
  object::encode_yaml(object::any_type(), value, yaml);
  std::string any;
  put_bytes(2, yaml, any);
  put_bytes(number, any, out);
}

// A proto3 scalar is left out when it is zero.
void put_string(uint32_t number, std::string_view text, std::string& out) {
  if (!text.empty()) put_bytes(number, text, out);
}

void put_strings(uint32_t number, const Value& value, std::string& out) {
  if (value.is_string()) return put_bytes(number, value.as_string(), out);
  for (const Value& item : value.items()) put_bytes(number, item.as_string(), out);
}

// DefaultType { oneof: number = 1, boolean = 2, string = 3 }: inside a oneof the zero is written too.
std::string default_type(const Value& value) {
  std::string out;
  switch (value.tag()) {
    case Tag::kInt:
    case Tag::kDouble:
      put_double(1, value.as_double(), out);
      break;
    case Tag::kBool:
      put_key(2, kVarint, out);
      put_varint(value.as_bool(), out);
      break;
    case Tag::kString:
      put_bytes(3, value.as_string(), out);
      break;
    default:
      break;
  }
  return out;
}

std::string encoded(const Message& message, const Value& value);

void put_member(const Member& member, const Value& value, std::string& out) {
  switch (member.form) {
    case Form::kString:
      return put_string(member.number, value.as_string(), out);
    case Form::kStrings:
      return put_strings(member.number, value, out);
    case Form::kBool:
      if (!value.as_bool()) return;
      put_key(member.number, kVarint, out);
      return put_varint(1, out);
    case Form::kMessage:
      return put_bytes(member.number, encoded(*member.message, value), out);
    case Form::kMessages:
      for (const Value& item : value.items()) put_bytes(member.number, encoded(*member.message, item), out);
      return;
    case Form::kOne: {
      std::string only;
      if (member.message)
        put_bytes(1, encoded(*member.message, value), only);
      else
        put_strings(1, value, only);
      return put_bytes(member.number, only, out);
    }
    case Form::kAnys:
      for (const Value& item : value.items()) put_any(member.number, item, out);
      return;
    case Form::kDefault:
      return put_bytes(member.number, default_type(value), out);
  }
}

bool is_extension(std::string_view key) { return key.starts_with("x-"); }

bool is_member(const Message& message, std::string_view key) {
  for (const Member& member : message.members)
    if (member.name == key) return true;
  return false;
}

void put_extensions(const Message& message, const Value& value, std::string& out) {
  for (const Entry& entry : value.entries()) {
    if (!is_extension(entry.key) || message.extensions == 0) continue;
    std::string named;
    put_string(1, entry.key, named);
    put_any(2, entry.value, named);
    put_bytes(message.extensions, named, out);
  }
}

void put_named(const Message& message, const Value& value, std::string& out) {
  for (const Entry& entry : value.entries()) {
    if (is_member(message, entry.key)) continue;
    std::string inner;
    if (message.named_value)
      inner = encoded(*message.named_value, entry.value);
    else
      put_strings(1, entry.value, inner);
    std::string named;
    put_string(1, entry.key, named);
    put_bytes(2, inner, named);
    put_bytes(message.named, named, out);
  }
}

const Choice& chosen(const Message& message, const Value& value) {
  for (const Choice& choice : message.choices) {
    if (choice.member.empty()) return choice;
    const Value* member = value.get(choice.member);
    if (member && (choice.value.empty() || member->as_string() == choice.value)) return choice;
  }
  return message.choices.back();
}

std::string encoded(const Message& message, const Value& value) {
  std::string out;
  if (!message.choices.empty()) {
    const Choice& choice = chosen(message, value);
    put_bytes(choice.number, encoded(*choice.message, value), out);
    return out;
  }
  for (const Member& member : message.members)
    if (const Value* held = value.get(member.name)) put_member(member, *held, out);
  if (message.named) put_named(message, value, out);
  put_extensions(message, value, out);
  return out;
}

}  // namespace

std::string to_gnostic(Edition edition, const Bytes& json) {
  const auto document = object::decode_json(object::any_type(), json);
  PINTLE_CHECK(document);  // we wrote it
  return encoded(edition == Edition::kV2 ? kDocumentV2 : kDocumentV3, document->document.root());
}

}  // namespace pintle::api::openapi
