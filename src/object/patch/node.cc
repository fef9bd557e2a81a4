#include "object/patch/node.h"

#include <algorithm>

#include "object/emission.h"
#include "object/json.h"
#include "object/zero.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

// Values that JSON shows other than the tree holds them.
bool is_converted_leaf(const Type& type, const Value& value) {
  switch (type.kind) {
    case TypeKind::kBytes:
    case TypeKind::kRawExtension:
    case TypeKind::kFieldsV1:
    case TypeKind::kTime:
    case TypeKind::kMicroTime:
      return value.is_string();
    default:
      return false;
  }
}

// The type of a struct node: of the choices "struct or something else" it is the element's.
const Type& struct_type(const Type& type) { return type.kind == TypeKind::kStruct ? type : *type.element; }

}  // namespace

JsonKind json_kind(const Value& plain) {
  switch (plain.tag()) {
    case Tag::kNull:
      return JsonKind::kNull;
    case Tag::kBool:
      return JsonKind::kBool;
    case Tag::kInt:
      return JsonKind::kInt;
    case Tag::kDouble:
      return JsonKind::kDouble;
    case Tag::kString:
      return JsonKind::kString;
    case Tag::kList:
      return JsonKind::kArray;
    case Tag::kMap:
    case Tag::kStruct:
      return JsonKind::kObject;
  }
  return JsonKind::kNull;
}

std::string_view go_type_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::kNull:
      return "%!s(<nil>)";
    case JsonKind::kBool:
      return "bool";
    case JsonKind::kInt:
      return "int64";
    case JsonKind::kDouble:
      return "float64";
    case JsonKind::kString:
      return "string";
    case JsonKind::kArray:
      return "[]interface {}";
    case JsonKind::kObject:
      return "map[string]interface {}";
  }
  return "";
}

Status rejected_patch() {
  return Status(
      {.code = 422, .reason = "Invalid", .message = "the server rejected our request due to an error in our request", .has_details = true});
}

JsonKind Node::kind() const {
  if (form_ == Form::kObject) return JsonKind::kObject;
  if (form_ == Form::kArray) return JsonKind::kArray;
  return json_kind(value_);
}

Node* Node::find(std::string_view key) {
  const auto at = std::ranges::lower_bound(members_, key, {}, &Member::key);
  return at != members_.end() && at->key == key ? at->node : nullptr;
}

void Node::set(std::string_view key, Node* node) {
  const auto at = std::ranges::lower_bound(members_, key, {}, &Member::key);
  if (at != members_.end() && at->key == key) {
    at->node = node;
  } else {
    members_.insert(at, {key, node});
  }
}

bool Node::erase(std::string_view key) {
  const auto at = std::ranges::lower_bound(members_, key, {}, &Member::key);
  if (at == members_.end() || at->key != key) return false;
  members_.erase(at);
  return true;
}

const Value* Node::scalar_member(std::string_view key) const {
  if (form_ == Form::kObject) {
    const auto at = std::ranges::lower_bound(members_, key, {}, &Member::key);
    return at != members_.end() && at->key == key && !at->node->is_open() ? &at->node->value_ : nullptr;
  }
  if (value_.is_map()) return value_.get(key);
  if (!value_.is_struct()) return nullptr;
  const Type& type = struct_type(*type_);
  const int index = type.find(key);
  return index < 0 ? nullptr : emitted(type.fields[index], value_.get(static_cast<uint16_t>(index)));
}

Node* NodeTree::add() { return &nodes_.emplace_back(); }

Node* NodeTree::typed(const Type& type, const Value& value) {
  if (is_converted_leaf(type, value)) return plain(to_unstructured(type, value, arena_));
  Node* node = add();
  node->type_ = type.kind == TypeKind::kAny ? nullptr : &type;
  node->value_ = value;
  return node;
}

Node* NodeTree::plain(const Value& value) {
  Node* node = add();
  node->value_ = value;
  return node;
}

Node* NodeTree::object() {
  Node* node = add();
  node->form_ = Node::Form::kObject;
  return node;
}

Node* NodeTree::array(std::vector<Node*> items) {
  Node* node = add();
  node->form_ = Node::Form::kArray;
  node->items_ = std::move(items);
  return node;
}

void NodeTree::open_struct(Node& node) {
  const Type& type = struct_type(*node.type_);
  node.members_.reserve(node.value_.size() + 2);
  for (uint16_t index : type.by_name) {
    const Field& field = type.fields[index];
    const Value* shown = emitted(field, node.value_.get(index));
    if (shown) node.members_.push_back({field.name, typed(*field.type, *shown)});
  }
}

bool NodeTree::open(Node& node) {
  if (node.is_open()) return true;
  const auto child = [&](const Value& value) { return node.type_ ? typed(*node.type_->element, value) : plain(value); };
  switch (node.value_.tag()) {
    case Tag::kStruct:
      open_struct(node);
      break;
    case Tag::kMap:
      for (const Entry& entry : node.value_.entries()) node.members_.push_back({entry.key, child(entry.value)});
      break;
    case Tag::kList:
      for (const Value& item : node.value_.items()) node.items_.push_back(child(item));
      break;
    default:
      return false;
  }
  node.form_ = node.value_.is_list() ? Node::Form::kArray : Node::Form::kObject;
  return true;
}

Node* NodeTree::copy(Node& node, size_t& bytes) {
  std::string json;
  append_json(node, json);
  bytes = json.size();
  return plain(to_plain(node));
}

Value NodeTree::to_plain(const Node& node) {
  if (node.form_ == Node::Form::kArray) {
    const std::span<Value> items = arena_.make_array<Value>(node.items_.size());
    std::ranges::transform(node.items_, items.begin(), [&](const Node* item) { return to_plain(*item); });
    return Value::list(items);
  }
  if (node.form_ == Node::Form::kObject) {
    const std::span<Entry> entries = arena_.make_array<Entry>(node.members_.size());
    std::ranges::transform(node.members_, entries.begin(),
                           [&](const Node::Member& member) { return Entry{member.key, to_plain(*member.node)}; });
    return Value::map(entries);
  }
  return node.type_ ? to_unstructured(*node.type_, node.value_, arena_) : node.value_;
}

void NodeTree::append_json(const Node& node, std::string& out) const {
  if (!node.is_open()) return encode_json(node.type_ ? *node.type_ : any_type(), node.value_, out);
  const bool array = node.form_ == Node::Form::kArray;
  out += array ? '[' : '{';
  const size_t begin = out.size();
  for (const Node* item : node.items_) {
    if (out.size() > begin) out += ',';
    append_json(*item, out);
  }
  for (const Node::Member& member : node.members_) {
    if (out.size() > begin) out += ',';
    append_json_string(member.key, out);
    out += ':';
    append_json(*member.node, out);
  }
  out += array ? ']' : '}';
}

Result<Value> NodeTree::to_value(const Node& node, const Type& type, FromUnstructured& converter) {
  if (!node.is_open()) {
    if (node.type_ == &type) return deep_copy(node.value_, converter.arena()).with_field(0);
    PINTLE_TRY(const Value value, converter.convert(type, to_plain(node)));
    return deep_copy(value, converter.arena());
  }
  const bool array = node.form_ == Node::Form::kArray;
  if (type.kind == TypeKind::kStruct && !array) return to_struct(node, type, converter);
  if (type.kind == TypeKind::kMap && !array) return to_map(node, type, converter);
  if (type.kind == TypeKind::kList && array) return to_list(node, type, converter);
  PINTLE_TRY(const Value value, converter.convert(type, to_plain(node)));
  return deep_copy(value, converter.arena());
}

Result<Value> NodeTree::to_struct(const Node& node, const Type& type, FromUnstructured& converter) {
  struct Present {
    int index;
    const Node::Member* member;
  };
  std::vector<Present> present;
  present.reserve(node.members_.size());
  for (const Node::Member& member : node.members_) present.push_back({type.find(member.key), &member});
  std::ranges::sort(present, {}, &Present::index);
  const std::span<Value> fields = converter.arena().make_array<Value>(present.size());
  size_t count = 0;
  for (const auto& [index, member] : present) {
    if (index < 0) {
      converter.unknown(member->key);
      continue;
    }
    if (member->node->kind() == JsonKind::kNull) continue;
    const Field& field = type.fields[index];
    PINTLE_TRY(const Value value, converter.with_field(field.name, [&] { return to_value(*member->node, *field.type, converter); }));
    if (!is_zero_field(field, value)) fields[count++] = value.with_field(static_cast<uint16_t>(index));
  }
  return Value::structure(fields.first(count));
}

Result<Value> NodeTree::to_map(const Node& node, const Type& type, FromUnstructured& converter) {
  const std::span<Entry> entries = converter.arena().make_array<Entry>(node.members_.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    entries[i].key = converter.arena().copy(node.members_[i].key);
    PINTLE_TRY(entries[i].value, to_value(*node.members_[i].node, *type.element, converter));
  }
  return Value::map(entries);
}

Result<Value> NodeTree::to_list(const Node& node, const Type& type, FromUnstructured& converter) {
  const std::span<Value> items = converter.arena().make_array<Value>(node.items_.size());
  for (size_t i = 0; i < items.size(); ++i) {
    PINTLE_TRY(items[i], converter.with_item(i, [&] { return to_value(*node.items_[i], *type.element, converter); }));
  }
  return Value::list(items);
}

}  // namespace pintle::object
