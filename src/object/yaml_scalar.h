// What a YAML 1.1 scalar stands for, as go-yaml v2 has it: no base 60 numbers, dates stay strings, underscores in numbers are left out.
//
// Thread: pure functions, any thread. Source: go.yaml.in/yaml/v2 resolve.go, encode.go (isBase60Float), sorter.go.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "object/value.h"

namespace pintle::object {

enum class YamlTag : uint8_t { kString, kInt, kFloat, kBool, kNull, kTimestamp, kBinary, kOther };

struct YamlScalar {
  YamlTag tag = YamlTag::kString;
  Value value;  // strings are views of the text
};

// Of a scalar without a tag that is not quoted.
YamlScalar resolve_yaml_scalar(std::string_view text);
// `tag` is long ("tag:yaml.org,2002:int") or "". nullopt, with go-yaml's message in `fault`, when the text is no value of the tag.
std::optional<YamlScalar> resolve_yaml_scalar(std::string_view tag, std::string_view text, std::string& fault);

// True for "12:30:45": not a number any more, but quoted for those who still think so.
bool is_base_60(std::string_view text);

// strconv.FormatFloat(value, 'g', -1, 64), or of a float32.
std::string format_yaml_float(double value);
std::string format_yaml_float(float value);

// The order in which keys are written: runs of digits by their value.
bool yaml_key_less(std::string_view a, std::string_view b);

}  // namespace pintle::object
