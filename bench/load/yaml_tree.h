// A YAML or JSON text as a tree, for the two small files that the tool reads: a kubeconfig and its own results.
//
//   PINTLE_TRY(YamlNode root, parse_yaml(text));
//   root["clusters"][0]["cluster"]["server"].scalar
//
// A node that is not there is an empty one: "" as scalar, no items. Errors: 400 for what is no YAML, or deeper or larger than
// such a file can be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle::load {

struct YamlMember;

struct YamlNode {
  std::string scalar;
  std::vector<YamlNode> items;      // of a sequence
  std::vector<YamlMember> members;  // of a mapping, in their order

  const YamlNode& operator[](std::string_view name) const;
  const YamlNode& operator[](size_t index) const;
};

struct YamlMember {
  std::string name;
  YamlNode value;
};

Result<YamlNode> parse_yaml(std::string_view text);

}  // namespace pintle::load
