// A JSON value as a part of another object, decoded into that object's arena.
#pragma once

#include <string>
#include <string_view>

#include "object/document.h"

namespace pintle::object {

// The text must outlive the arena. False with upstream's message in `fault` when it is no JSON.
bool decode_untyped_json(std::string_view json, Arena& arena, Value& out, std::string& fault);

}  // namespace pintle::object
