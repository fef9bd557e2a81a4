// Values and messages as parts of another object: decoded into that object's arena, written into a text that is being written. The codecs
// use these of each other.
//
// The decoders return false with upstream's message in `fault`; what they read must outlive the arena.
#pragma once

#include <string>
#include <string_view>

#include "object/byte_writer.h"
#include "object/document.h"
#include "object/json.h"

namespace pintle::object {

// Any one JSON value; implemented by json_decode.cc.
bool decode_json_part(std::string_view json, Arena& arena, Value& out, std::string& fault);
// A message inside of `depth` others; implemented by protobuf_decode.cc.
bool decode_message_part(const schema::Type& type, std::string_view message, size_t depth, Arena& arena, Value& out, std::string& fault);
// Compact JSON; implemented by json_encode.cc.
void write_json_part(const schema::Type& type, const Value& value, const JsonEncodeOptions& options, ByteWriter& out);

}  // namespace pintle::object
