#include "load/yaml_tree.h"

#include <yaml.h>

namespace pintle::load {
namespace {

constexpr int kDepthMax = 32;
const YamlNode kEmpty;

YamlNode node_of(yaml_document_t& document, int index, int depth) {
  YamlNode node;
  const yaml_node_t* from = yaml_document_get_node(&document, index);
  if (from == nullptr || depth > kDepthMax) return node;
  const auto scalar = [](const yaml_node_t* n) {
    return std::string(reinterpret_cast<const char*>(n->data.scalar.value), n->data.scalar.length);
  };
  if (from->type == YAML_SCALAR_NODE) node.scalar = scalar(from);
  if (from->type == YAML_SEQUENCE_NODE) {
    for (auto* item = from->data.sequence.items.start; item < from->data.sequence.items.top; ++item) {
      node.items.push_back(node_of(document, *item, depth + 1));
    }
  }
  if (from->type == YAML_MAPPING_NODE) {
    for (auto* pair = from->data.mapping.pairs.start; pair < from->data.mapping.pairs.top; ++pair) {
      const yaml_node_t* key = yaml_document_get_node(&document, pair->key);
      if (key == nullptr || key->type != YAML_SCALAR_NODE) continue;
      node.members.push_back({.name = scalar(key), .value = node_of(document, pair->value, depth + 1)});
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
  YamlNode root;
  if (yaml_document_get_root_node(&document) != nullptr) root = node_of(document, 1, 0);
  yaml_document_delete(&document);
  return root;
}

}  // namespace pintle::load
