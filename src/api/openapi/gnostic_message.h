// Message: how one gnostic message stands in JSON; the tables that gnostic.cc walks.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace pintle::api::openapi {

struct Message;

enum class Form : uint8_t {
  kString,   // string
  kStrings,  // repeated string; in JSON a list, or one string alone
  kBool,
  kMessage,
  kMessages,  // repeated message; in JSON a list
  kOne,       // a repeated field of a message of its own, {"items": schema}: message { repeated 1 }
  kAnys,      // repeated Any
  kDefault,   // DefaultType of edition 3: a number, a boolean, a string, or none of them
};

struct Member {
  std::string_view name;
  uint32_t number;
  Form form;
  const Message* message = nullptr;
};

// One of a oneof. The first whose member is there is taken; `value` "" is any value.
struct Choice {
  std::string_view member;
  std::string_view value;
  uint32_t number;
  const Message* message;
};

struct Message {
  std::span<const Member> members;  // by number
  uint32_t extensions = 0;          // number of: repeated NamedAny, the members x-...
  // All other members: repeated { string name = 1; value = 2; }. Without a message the value is a list of strings.
  uint32_t named = 0;
  const Message* named_value = nullptr;
  std::span<const Choice> choices;  // of a oneof; the last one has no member: it is what remains
};

extern const Message kDocumentV2;
extern const Message kDocumentV3;

}  // namespace pintle::api::openapi
