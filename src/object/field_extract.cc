#include "object/field_extract.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "object/json_reader.h"
#include "object/protobuf_wire.h"
#include "object/storage.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::TypeKind;

constexpr size_t kMadeBytes = 256;        // first block of what an object's attributes need beside its bytes
constexpr uint32_t kObjectMetadata = 1;   // field 1 of every kind's message
constexpr uint32_t kMetadataLabels = 11;  // ObjectMeta.labels
constexpr uint32_t kMapKey = 1;
constexpr uint32_t kMapValue = 2;

Status damaged() { return Status::internal("the stored object is damaged"); }

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> names;
  for (size_t dot; (dot = path.find('.')) != std::string_view::npos; path.remove_prefix(dot + 1)) names.push_back(path.substr(0, dot));
  names.push_back(path);
  return names;
}

Status not_selectable(std::string_view path) { return Status::internal("no scalar field " + std::string(path) + " to select by"); }

}  // namespace

// One field on the way to wanted values. The same node serves JSON by name and protobuf by number; a struct that JSON inlines and
// protobuf nests is a node that has no name.
struct FieldExtractor::Step {
  std::string name;
  uint32_t number = 0;
  bool labels = false;  // ObjectMeta.labels
  bool boolean = false;
  std::vector<size_t> values;  // the paths that end here
  std::vector<Step> children;

  Step& child(std::string_view child_name, uint32_t child_number) {
    for (Step& step : children) {
      if (step.name == child_name && step.number == child_number) return step;
    }
    Step& added = children.emplace_back();
    added.name = child_name;
    added.number = child_number;
    return added;
  }
  const Step* by_number(uint32_t wanted) const {
    for (const Step& step : children) {
      if (step.number == wanted) return &step;
    }
    return nullptr;
  }
  const Step* by_name(std::string_view wanted) const {
    for (const Step& step : children) {
      if (step.name == wanted) return &step;
      if (!step.name.empty()) continue;
      if (const Step* inlined = step.by_name(wanted)) return inlined;
    }
    return nullptr;
  }
};

namespace {
using Step = FieldExtractor::Step;

// The text of the zero value of the type that a path ends at.
Result<std::string_view> zero_of(const schema::Type& type, std::string_view path) {
  switch (type.kind) {
    case TypeKind::kString:
      return "";
    case TypeKind::kBool:
      return "false";
    case TypeKind::kInt32:
    case TypeKind::kInt64:
      return "0";
    default:
      return fail(not_selectable(path));
  }
}

// The node of one more name of a path; `type` becomes that of the field. null when the struct has no such field.
Step* add_name(Step& parent, const schema::Type*& type, std::string_view name) {
  if (type->kind != TypeKind::kStruct) return nullptr;
  const int index = type->find(name);
  if (index < 0) return nullptr;
  const Field& field = type->fields[static_cast<size_t>(index)];
  if (field.number == 0) return nullptr;
  Step& holder = field.embed > 0 ? parent.child("", type->embeds[field.embed - 1u].number) : parent;
  type = field.type;
  return &holder.child(name, field.number);
}

// Returns the text of the zero value.
Result<std::string_view> add_path(Step& root, const schema::Type* type, std::string_view path, size_t value) {
  Step* step = &root;
  const bool typed = type != nullptr;
  for (std::string_view name : split_path(path)) {
    step = typed ? add_name(*step, type, name) : &step->child(name, 0);
    if (!step || name.empty()) return fail(not_selectable(path));
  }
  step->values.push_back(value);
  if (!typed) return "";
  step->boolean = type->kind == TypeKind::kBool;
  return zero_of(*type, path);
}

void set_value(const Step& step, std::string_view text, Attributes& attributes) {
  for (size_t index : step.values) attributes.values[index] = text;
}

// Protobuf

// Calls `on_field(number, wire type, bytes, integer)` for each field that holds bytes or a varint.
template <class OnField>
Result<void> for_each_field(std::string_view message, OnField on_field) {
  WireReader reader(message);
  while (reader.more()) {
    uint32_t number = 0;
    WireType wire{};
    std::string_view bytes;
    uint64_t integer = 0;
    if (!reader.tag(number, wire)) return fail(damaged());
    const bool read = wire == WireType::kBytes    ? reader.bytes(bytes)
                      : wire == WireType::kVarint ? reader.varint(integer)
                                                  : reader.skip(wire);
    if (!read) return fail(damaged());
    PINTLE_TRY_VOID(on_field(number, wire, bytes, integer));
  }
  return {};
}

Result<void> read_label(std::string_view entry, Attributes& attributes) {
  Label& label = attributes.labels.emplace_back();
  return for_each_field(entry, [&label](uint32_t number, WireType, std::string_view bytes, uint64_t) -> Result<void> {
    if (number == kMapKey) label.key = bytes;
    if (number == kMapValue) label.value = bytes;
    return {};
  });
}

std::string_view integer_text(const Step& step, uint64_t integer, Attributes& attributes) {
  if (step.boolean) return integer != 0 ? "true" : "false";
  return attributes.made.copy(std::to_string(static_cast<int64_t>(integer)));
}

Result<void> read_message(const Step& step, std::string_view message, Attributes& attributes) {
  return for_each_field(message, [&](uint32_t number, WireType wire, std::string_view bytes, uint64_t integer) -> Result<void> {
    const Step* child = step.by_number(number);
    if (!child) return {};
    if (wire == WireType::kVarint) {
      if (!child->values.empty()) set_value(*child, integer_text(*child, integer, attributes), attributes);
      return {};
    }
    if (!child->values.empty()) set_value(*child, bytes, attributes);
    if (child->labels) return read_label(bytes, attributes);
    return child->children.empty() ? Result<void>() : read_message(*child, bytes, attributes);
  });
}

// JSON. `depth` lists and objects are open around the reader's place.

// Calls `on_member(key)` at the value of each member, which must take it. A value that is no object is skipped.
template <class OnMember>
Result<void> for_each_member(JsonReader& reader, size_t depth, OnMember on_member) {
  if (!reader.take('{')) return reader.raw_value(depth) ? Result<void>() : fail(damaged());
  if (reader.take('}')) return {};
  do {
    const std::optional<std::string_view> key = reader.peek() == '"' ? reader.string() : std::nullopt;
    if (!key || !reader.take(':')) return fail(damaged());
    PINTLE_TRY_VOID(on_member(*key));
  } while (reader.take(','));
  return reader.take('}') ? Result<void>() : fail(damaged());
}

// A scalar as text; null for what is none.
Result<std::optional<std::string_view>> read_scalar(JsonReader& reader, size_t depth) {
  const char first = reader.peek();
  const std::optional<std::string_view> text = first == '"' ? reader.string() : reader.raw_value(depth);
  if (!text) return fail(damaged());
  if (first == '{' || first == '[' || first == 'n') return std::nullopt;
  return *text;
}

Result<void> read_labels(JsonReader& reader, size_t depth, Attributes& attributes) {
  return for_each_member(reader, depth, [&](std::string_view key) -> Result<void> {
    PINTLE_TRY(const auto value, read_scalar(reader, depth + 1));
    if (value) attributes.labels.push_back({.key = key, .value = *value});
    return {};
  });
}

Result<void> read_object(const Step& step, JsonReader& reader, size_t depth, Attributes& attributes) {
  return for_each_member(reader, depth, [&](std::string_view key) -> Result<void> {
    const Step* child = step.by_name(key);
    if (child && child->labels) return read_labels(reader, depth + 1, attributes);
    if (child && !child->children.empty()) return read_object(*child, reader, depth + 1, attributes);
    PINTLE_TRY(const auto value, read_scalar(reader, depth + 1));
    if (child && value) set_value(*child, *value, attributes);
    return {};
  });
}

// Of equal keys the last one read counts, as in every decoder of maps.
void sort_labels(std::vector<Label>& labels) {
  const auto not_ascending = [](const Label& a, const Label& b) { return a.key >= b.key; };
  if (std::adjacent_find(labels.begin(), labels.end(), not_ascending) == labels.end()) return;
  std::map<std::string_view, std::string_view> sorted;
  for (const Label& label : labels) sorted[label.key] = label.value;
  labels.clear();
  for (const auto& [key, value] : sorted) labels.push_back({.key = key, .value = value});
}

}  // namespace

void Attributes::clear() {
  labels.clear();
  values.clear();
  if (made.bytes_allocated() > 0) made = Arena(kMadeBytes);
}

Result<FieldExtractor> FieldExtractor::compile(const schema::Type* type, std::span<const std::string> paths) {
  FieldExtractor extractor;
  auto root = std::make_shared<Step>();
  Step& metadata = root->child("metadata", type ? kObjectMetadata : 0);
  metadata.child("labels", type ? kMetadataLabels : 0).labels = true;
  for (size_t i = 0; i < paths.size(); ++i) {
    PINTLE_TRY(const std::string_view zero, add_path(*root, type, paths[i], i));
    extractor.zeros_.push_back(zero);
  }
  extractor.root_ = std::move(root);
  extractor.has_type_ = type != nullptr;
  return extractor;
}

Result<void> FieldExtractor::extract(std::string_view stored, Attributes& attributes) const {
  attributes.clear();
  attributes.values.assign(zeros_.begin(), zeros_.end());
  if (has_protobuf_magic(stored)) {
    if (!has_type_) return fail(damaged());
    PINTLE_TRY(const Envelope envelope, split_envelope(stored));
    PINTLE_TRY_VOID(read_message(*root_, envelope.message, attributes));
  } else {
    JsonReader reader(stored, attributes.made);
    if (reader.peek() != '{') return fail(damaged());
    PINTLE_TRY_VOID(read_object(*root_, reader, 0, attributes));
    if (!reader.at_end()) return fail(damaged());
  }
  sort_labels(attributes.labels);
  return {};
}

}  // namespace pintle::object
