#include "object/yaml_nodes.h"

#include <yaml.h>

#include <unordered_map>

#include "object/yaml.h"

namespace pintle::object {
namespace {

std::string_view text_of(const yaml_char_t* bytes) { return bytes ? reinterpret_cast<const char*>(bytes) : ""; }

// libyaml's parser and its current event, freed at the end.
class Events {
 public:
  explicit Events(std::string_view yaml) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(yaml.data()), yaml.size());
    yaml_parser_set_encoding(&parser_, YAML_ANY_ENCODING);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }

  // False at a fault.
  bool next() {
    yaml_event_delete(&event_);
    event_ = {};
    return yaml_parser_parse(&parser_, &event_) != 0;
  }
  const yaml_event_t& event() const { return event_; }

  // Upstream's lines are those that its scanner had reached; a fault in the first line is given without one.
  std::string fault() const {
    size_t line = parser_.context_mark.line;
    if (parser_.problem_mark.line != 0) line = parser_.problem_mark.line + (parser_.error == YAML_SCANNER_ERROR ? 1 : 0);
    std::string where = line == 0 ? "" : "line " + std::to_string(line) + ": ";
    return "yaml: " + where + std::string(problem());
  }

 private:
  // go-yaml does not tell tabs from other characters.
  std::string_view problem() const {
    if (!parser_.problem) return "unknown problem parsing YAML content";
    std::string_view problem = parser_.problem;
    return problem == "found a tab character that violates indentation" ? "found character that cannot start any token" : problem;
  }

  yaml_parser_t parser_{};
  yaml_event_t event_{};
};

}  // namespace

class YamlNodesBuilder {
 public:
  explicit YamlNodesBuilder(std::string_view yaml) : events_(yaml) {}

  Result<YamlNodes> build() {
    while (fault_.empty()) {
      if (!events_.next()) return fail(Status::bad_request(events_.fault()));
      yaml_event_type_t type = events_.event().type;
      // Whatever follows the first document is not looked at.
      if (type == YAML_DOCUMENT_END_EVENT || type == YAML_STREAM_END_EVENT) return std::move(nodes_);
      if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT) event();
    }
    return fail(Status::bad_request("yaml: " + fault_));
  }

 private:
  void event() {
    const yaml_event_t& event = events_.event();
    switch (event.type) {
      case YAML_MAPPING_START_EVENT:
        return open(YamlNode::Kind::kMapping, event.data.mapping_start.anchor, event.data.mapping_start.tag);
      case YAML_SEQUENCE_START_EVENT:
        return open(YamlNode::Kind::kSequence, event.data.sequence_start.anchor, event.data.sequence_start.tag);
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        return open_.pop_back();
      case YAML_SCALAR_EVENT:
        return scalar();
      case YAML_ALIAS_EVENT:
        return alias();
      default:
        return;
    }
  }

  YamlNode& add(YamlNode::Kind kind, const yaml_char_t* anchor) {
    YamlNode& node = nodes_.nodes_.emplace_back();
    node.kind = kind;
    node.line = events_.event().start_mark.line;
    if (anchor) anchors_[std::string(text_of(anchor))] = &node;
    if (open_.empty()) {
      nodes_.root_ = &node;
    } else {
      open_.back()->children.push_back(&node);
    }
    return node;
  }

  void open(YamlNode::Kind kind, const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (open_.size() >= kYamlDepthMax) {
      fault_ = "exceeded max depth of " + std::to_string(kYamlDepthMax);
      return;
    }
    YamlNode& node = add(kind, anchor);
    node.tag = text_of(tag);
    open_.push_back(&node);
  }

  void scalar() {
    const auto& data = events_.event().data.scalar;
    YamlNode& node = add(YamlNode::Kind::kScalar, data.anchor);
    node.tag = text_of(data.tag);
    node.value.assign(reinterpret_cast<const char*>(data.value), data.length);
    node.implicit = data.plain_implicit != 0;
  }

  void alias() {
    std::string name(text_of(events_.event().data.alias.anchor));
    auto anchor = anchors_.find(name);
    if (anchor == anchors_.end()) {
      fault_ = "unknown anchor '" + name + "' referenced";
      return;
    }
    YamlNode& node = add(YamlNode::Kind::kAlias, nullptr);
    node.value = std::move(name);
    node.target = anchor->second;
  }

  Events events_;
  YamlNodes nodes_;
  std::vector<YamlNode*> open_;
  std::unordered_map<std::string, const YamlNode*> anchors_;
  std::string fault_;
};

Result<YamlNodes> YamlNodes::parse(std::string_view yaml) { return YamlNodesBuilder(yaml).build(); }

}  // namespace pintle::object
