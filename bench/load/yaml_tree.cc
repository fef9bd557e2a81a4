#include "load/yaml_tree.h"

#include <yaml.h>

namespace pintle::load {
namespace {

constexpr int kDepthMax = 32;
// Nodes and their text. A node stands in the tree once for each alias, so that a short text can name a tree of any size.
constexpr size_t kTreeBytesMax = 16 << 20;
const YamlNode kEmpty;

class TreeReader {
 public:
  explicit TreeReader(yaml_document_t& document) : document_(document) {}
  YamlNode read(int index, int depth);
  bool too_large() const { return too_large_; }

 private:
  std::string scalar(const yaml_node_t& node);
  void count(size_t bytes);

  yaml_document_t& document_;
  size_t bytes_left_ = kTreeBytesMax;
  bool too_large_ = false;
};

void TreeReader::count(size_t bytes) {
  too_large_ = too_large_ || bytes > bytes_left_;
  if (!too_large_) bytes_left_ -= bytes;
}

std::string TreeReader::scalar(const yaml_node_t& node) {
  count(node.data.scalar.length);
  if (too_large_) return {};
  return {reinterpret_cast<const char*>(node.data.scalar.value), node.data.scalar.length};
}

YamlNode TreeReader::read(int index, int depth) {
  YamlNode node;
  const yaml_node_t* from = yaml_document_get_node(&document_, index);
  too_large_ = too_large_ || depth > kDepthMax;
  count(sizeof(YamlMember));
  if (from == nullptr || too_large_) return node;
  if (from->type == YAML_SCALAR_NODE) node.scalar = scalar(*from);
  if (from->type == YAML_SEQUENCE_NODE) {
    for (auto* item = from->data.sequence.items.start; item < from->data.sequence.items.top && !too_large_; ++item) {
      node.items.push_back(read(*item, depth + 1));
    }
  }
  if (from->type == YAML_MAPPING_NODE) {
    for (auto* pair = from->data.mapping.pairs.start; pair < from->data.mapping.pairs.top && !too_large_; ++pair) {
      const yaml_node_t* key = yaml_document_get_node(&document_, pair->key);
      if (key == nullptr || key->type != YAML_SCALAR_NODE) continue;
      std::string name = scalar(*key);
      node.members.push_back({.name = std::move(name), .value = read(pair->value, depth + 1)});
    }
  }
  return node;
}

}  // namespace

const YamlNode& YamlNode::operator[](std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return value;
  }
  return kEmpty;
}

const YamlNode& YamlNode::operator[](size_t index) const { return index < items.size() ? items[index] : kEmpty; }

Result<YamlNode> parse_yaml(std::string_view text) {
  yaml_parser_t parser;
  yaml_document_t document;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  const bool loaded = yaml_parser_load(&parser, &document) == 1;
  const std::string problem = parser.problem != nullptr ? parser.problem : "";
  yaml_parser_delete(&parser);
  if (!loaded) return fail(Status::bad_request("no YAML: " + problem));
  TreeReader reader(document);
  YamlNode root;
  if (yaml_document_get_root_node(&document) != nullptr) root = reader.read(1, 0);
  yaml_document_delete(&document);
  if (reader.too_large()) return fail(Status::bad_request("too deep or too large a YAML"));
  return root;
}

}  // namespace pintle::load
