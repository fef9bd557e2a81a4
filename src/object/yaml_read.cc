#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <variant>

#include "base/go_text.h"
#include "object/base64.h"
#include "object/document.h"
#include "object/go_format.h"
#include "object/json.h"
#include "object/yaml.h"
#include "object/yaml_nodes.h"
#include "object/yaml_scalar.h"

namespace pintle::object {
namespace {

// How much of the work may come from aliases: nearly all in small documents, little in large ones. Source: go-yaml allowedAliasRatio.
double allowed_alias_share(size_t nodes) {
  constexpr double kLow = 400'000, kHigh = 4'000'000;
  if (static_cast<double>(nodes) <= kLow) return 0.99;
  if (static_cast<double>(nodes) >= kHigh) return 0.10;
  return 0.99 - 0.89 * ((static_cast<double>(nodes) - kLow) / (kHigh - kLow));
}

// A key before it becomes a string: 1 and "1" are two keys of a YAML map.
struct Key {
  Tag tag = Tag::kNull;
  std::string text;  // as JSON shows it
  auto operator<=>(const Key&) const = default;
};

// Go's %#v of a key.
std::string printed(const Key& key) { return key.tag == Tag::kString ? go_quoted(key.text) : key.tag == Tag::kNull ? "<nil>" : key.text; }

// Nodes to a tree of JSON values. Stops at the first fault; repeated keys are gathered.
class YamlConverter {
 public:
  explicit YamlConverter(Arena& arena) : arena_(arena) {}

  bool convert(const YamlNode& root, Value& out) { return value(root, out); }
  const std::string& fault() const { return fault_; }
  // go-yaml's error of all repeated keys; "" when there are none.
  std::string repeated_keys() const {
    if (repeated_.empty()) return "";
    std::string text = "yaml: unmarshal errors:";
    for (const std::string& key : repeated_) text += "\n  " + key;
    return text;
  }

 private:
  using Members = std::map<Key, Value>;

  bool value(const YamlNode& node, Value& out) {
    if (!count_node()) return false;
    if (depth_ >= kYamlDepthMax) return refuse("yaml: exceeded max depth of " + std::to_string(kYamlDepthMax));
    ++depth_;
    bool converted = dispatch(node, out);
    --depth_;
    return converted;
  }

  bool count_node() {
    ++nodes_;
    if (alias_depth_ > 0) ++alias_nodes_;
    bool excessive = alias_nodes_ > 100 && nodes_ > 1000 &&
                     static_cast<double>(alias_nodes_) / static_cast<double>(nodes_) > allowed_alias_share(nodes_);
    return !excessive || refuse("yaml: document contains excessive aliasing");
  }

  bool dispatch(const YamlNode& node, Value& out) {
    switch (node.kind) {
      case YamlNode::Kind::kScalar:
        return scalar(node, out);
      case YamlNode::Kind::kSequence:
        return sequence(node, out);
      case YamlNode::Kind::kMapping:
        return mapping(node, out);
      case YamlNode::Kind::kAlias:
        return alias(node, [&] { return value(*node.target, out); });
    }
  }

  template <class Convert>
  bool alias(const YamlNode& node, Convert&& convert) {
    if (!open_aliases_.insert(&node).second) return refuse("yaml: anchor '" + node.value + "' value contains itself");
    ++alias_depth_;
    bool converted = convert();
    --alias_depth_;
    open_aliases_.erase(&node);
    return converted;
  }

  bool resolve(const YamlNode& node, YamlScalar& scalar) {
    if (node.tag.empty() && !node.implicit) {
      scalar = {YamlTag::kString, Value::string(node.value)};
      return true;
    }
    std::optional<YamlScalar> resolved = resolve_yaml_scalar(node.tag, node.value, fault_);
    if (!resolved) return false;
    scalar = *resolved;
    return scalar.tag != YamlTag::kBinary || binary(node.value, scalar.value);
  }

  bool binary(std::string_view text, Value& out) {
    char* memory = static_cast<char*>(arena_.allocate(text.size() / 4 * 3 + 3));
    Base64Decoded decoded = decode_base64(text, memory);
    if (decoded.fault >= 0) return refuse("yaml: !!binary value contains invalid base64 data");
    out = Value::string({memory, decoded.bytes});
    return true;
  }

  bool scalar(const YamlNode& node, Value& out) {
    YamlScalar scalar;
    if (!resolve(node, scalar)) return false;
    out = scalar.value;
    if (out.tag() != Tag::kDouble || std::isfinite(out.as_double())) return true;
    return refuse("json: unsupported value: " + go_infinity(out.as_double()));
  }

  static std::string go_infinity(double value) { return std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf"; }

  bool sequence(const YamlNode& node, Value& out) {
    out = Value::list(arena_.make_array<Value>(node.children.size()));
    for (size_t i = 0; i < node.children.size(); ++i) {
      if (!value(*node.children[i], out.items()[i])) return false;
    }
    return true;
  }

  bool mapping(const YamlNode& node, Value& out) {
    Members members;
    if (!add_members(node, members)) return false;
    out = Value::empty_map();
    for (auto& [key, value] : members) {
      if (key.tag == Tag::kNull)
        return refuse("unsupported map key of type: %!s(<nil>), key: <nil>, value: " + (value.is_null() ? "<nil>" : go_syntax(value)));
      out.set(arena_, arena_.copy(key.text), value);
    }
    return true;
  }

  bool add_members(const YamlNode& node, Members& members) {
    for (size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const YamlNode& key_node = *node.children[i];
      const YamlNode& value_node = *node.children[i + 1];
      if (is_merge(key_node)) {
        if (!merge(value_node, members)) return false;
        continue;
      }
      Key key;
      Value member;
      if (!this->key(key_node, key) || !value(value_node, member)) return false;
      auto [place, is_new] = members.try_emplace(std::move(key));
      if (!is_new)
        repeated_.push_back("line " + std::to_string(value_node.line + 1) + ": key " + printed(place->first) + " already set in map");
      place->second = member;
    }
    return true;
  }

  bool key(const YamlNode& node, Key& key) {
    if (!count_node()) return false;
    if (node.kind == YamlNode::Kind::kAlias) return alias(node, [&] { return this->key(*node.target, key); });
    if (node.kind != YamlNode::Kind::kScalar) return refuse("yaml: invalid map key");
    YamlScalar scalar;
    if (!resolve(node, scalar)) return false;
    key.tag = scalar.value.tag();
    switch (key.tag) {
      case Tag::kBool:
        key.text = scalar.value.as_bool() ? "true" : "false";
        break;
      case Tag::kInt:
        key.text = std::to_string(scalar.value.as_int());
        break;
      case Tag::kDouble:
        key.text = format_yaml_float(static_cast<float>(scalar.value.as_double()));
        break;
      default:
        key.text = scalar.value.as_string();
        break;
    }
    return true;
  }

  static bool is_merge(const YamlNode& node) {
    return node.kind == YamlNode::Kind::kScalar && node.value == "<<" && (node.implicit || node.tag == "tag:yaml.org,2002:merge");
  }

  // Of several maps the first ones count.
  bool merge(const YamlNode& node, Members& members) {
    if (node.kind != YamlNode::Kind::kSequence) return merge_one(node, members);
    for (size_t i = node.children.size(); i > 0; --i) {
      if (!merge_one(*node.children[i - 1], members)) return false;
    }
    return true;
  }

  bool merge_one(const YamlNode& node, Members& members) {
    if (!count_node()) return false;
    const YamlNode& map = node.kind == YamlNode::Kind::kAlias ? *node.target : node;
    if (map.kind != YamlNode::Kind::kMapping) return refuse("yaml: map merge requires map or sequence of maps as the value");
    if (depth_ >= kYamlDepthMax) return refuse("yaml: exceeded max depth of " + std::to_string(kYamlDepthMax));
    ++depth_;
    bool merged = node.kind == YamlNode::Kind::kAlias ? alias(node, [&] { return add_members(map, members); }) : add_members(map, members);
    --depth_;
    return merged;
  }

  bool refuse(std::string fault) {
    fault_ = std::move(fault);
    return false;
  }

  Arena& arena_;
  size_t nodes_ = 0;
  size_t alias_nodes_ = 0;
  size_t alias_depth_ = 0;
  size_t depth_ = 0;
  std::unordered_set<const YamlNode*> open_aliases_;
  std::vector<std::string> repeated_;
  std::string fault_;
};

struct Converted {
  std::string json;
  std::string repeated_keys;
};

Result<Converted> convert(std::string_view yaml) {
  PINTLE_TRY(YamlNodes nodes, YamlNodes::parse(yaml));
  Converted converted;
  if (!nodes.root()) {
    converted.json = "null";
    return converted;
  }
  Arena arena(yaml.size());
  YamlConverter converter(arena);
  Value root;
  if (!converter.convert(*nodes.root(), root)) return fail(Status::bad_request(converter.fault()));
  encode_json(any_type(), root, converted.json);
  converted.repeated_keys = converter.repeated_keys();
  return converted;
}

// JSON that YAML reads alike: printable ASCII without escapes, keys and strings of a length that YAML takes, whole numbers, no merge key.
bool is_json_to_yaml(std::string_view text) {
  constexpr size_t kStringBytesMax = 1000;  // YAML's simple keys end at 1024
  constexpr size_t kDigitsMax = 18;
  if (!text.starts_with('{')) return false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const size_t begin = ++at;
      while (at < text.size() && text[at] != '"' && text[at] != '\\' && text[at] >= ' ' && text[at] <= '~') ++at;
      if (at == text.size() || text[at] != '"' || at - begin > kStringBytesMax || text.substr(begin, at - begin) == "<<") return false;
    } else if (c >= '0' && c <= '9') {
      const size_t begin = at;
      while (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9') ++at;
      if (at + 1 - begin > kDigitsMax || (c == '0' && at > begin)) return false;
    } else if (std::string_view("{}[]:, \ntruefalsn").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

}  // namespace

Result<std::string> yaml_to_json(std::string_view yaml) {
  PINTLE_TRY(Converted converted, convert(yaml));
  return std::move(converted.json);
}

Result<Decoded> decode_yaml(const schema::Type& type, const Bytes& yaml, const JsonDecodeOptions& options) {
  if (is_json_to_yaml(yaml)) {
    // A fault, a repeated key or a field that is not known is told as YAML's reader does.
    JsonDecodeOptions strict = options;
    strict.strictness = Strictness::kStrict;
    auto decoded = decode_json(type, yaml, strict);
    if (decoded && decoded->strict_errors.empty()) return decoded;
  }
  PINTLE_TRY(Converted converted, convert(yaml));
  PINTLE_TRY(Decoded decoded, decode_json(type, Bytes::take(std::move(converted.json)), options));
  bool report = options.strictness == Strictness::kStrict && !converted.repeated_keys.empty();
  if (report) decoded.strict_errors.insert(decoded.strict_errors.begin(), std::move(converted.repeated_keys));
  return decoded;
}

// A line that begins with "---" ends a document; the rest of that line belongs to neither.
std::vector<std::string_view> split_yaml_documents(std::string_view yaml) {
  std::vector<std::string_view> documents;
  auto add = [&](std::string_view document) {
    if (document.find_first_not_of(" \t\r\n") != std::string_view::npos) documents.push_back(document);
  };
  constexpr std::string_view kSeparator = "\n---";
  while (true) {
    size_t separator = yaml.find(kSeparator);
    if (separator == std::string_view::npos) break;
    size_t line_end = yaml.find('\n', separator + kSeparator.size());
    add(yaml.substr(0, separator));
    yaml = line_end == std::string_view::npos ? std::string_view() : yaml.substr(line_end + 1);
  }
  add(yaml);
  return documents;
}

}  // namespace pintle::object
