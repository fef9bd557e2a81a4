// YamlNodes: the first document of a YAML text as nodes with their lines, anchors resolved. go-yaml's own intermediate form.
//
// Ownership: the YamlNodes owns its nodes; they point to each other. Thread: one.
// Source: go.yaml.in/yaml/v2 decode.go (parser).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle::object {

struct YamlNode {
  enum class Kind : uint8_t { kMapping, kSequence, kScalar, kAlias };
  Kind kind = Kind::kScalar;
  size_t line = 0;  // from 0
  std::string tag;  // long; "" when there is none
  std::string value;
  bool implicit = false;                  // a plain scalar
  const YamlNode* target = nullptr;       // of an alias
  std::vector<const YamlNode*> children;  // items; keys and values in turn
};

class YamlNodes {
 public:
  // bad_request with go-yaml's message: "yaml: line 3: did not find expected ...".
  static Result<YamlNodes> parse(std::string_view yaml);
  // null for an empty text.
  const YamlNode* root() const { return root_; }

 private:
  friend class YamlNodesBuilder;
  std::deque<YamlNode> nodes_;
  const YamlNode* root_ = nullptr;
};

}  // namespace pintle::object
