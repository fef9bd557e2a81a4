// The pieces of JSON text as Go's encoder writes them, for the encoder and the transcoder.
//
// Source: encoding/json encode.go (appendString, floatEncoder), indent.go (appendCompact, appendIndent).
#pragma once

#include <cstdint>
#include <string_view>

#include "object/byte_writer.h"

namespace pintle::object {

// With quotes and HTML escaping; invalid UTF-8 becomes \ufffd.
void write_json_string(std::string_view text, ByteWriter& out);
void write_json_integer(int64_t value, ByteWriter& out);
// Finite.
void write_json_double(double value, ByteWriter& out);
// []byte: base64 in quotes.
void write_json_bytes(std::string_view bytes, ByteWriter& out);
// A JSON text that is held raw: without blanks, with HTML escaping. null when it is empty.
void write_raw_json(std::string_view json, ByteWriter& out);

}  // namespace pintle::object
