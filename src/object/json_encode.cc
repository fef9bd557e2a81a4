#include <string>

#include "object/byte_writer.h"
#include "object/json.h"
#include "object/json_emit.h"
#include "object/json_text.h"
#include "object/subtree.h"
#include "schema/type.h"

namespace pintle::object {
namespace {

using schema::Field;
using schema::Type;
using schema::TypeKind;

class JsonEncoder {
 public:
  explicit JsonEncoder(ByteWriter& out) : out_(out) {}

  // Of a struct as a root: kind and apiVersion as the options say.
  void root(const Type& type, const Value& value, const JsonEncodeOptions& options) {
    if (type.kind != TypeKind::kStruct || options.root == RootTypeMeta::kAsHeld) return this->value(type, value);
    structure(type, value, &options);
  }

 private:
  void value(const Type& type, const Value& value) {
    if (value.is_null()) return out_.put("null");
    switch (type.kind) {
      case TypeKind::kStruct:
        return structure(type, value, nullptr);
      case TypeKind::kList:
        return list(*type.element, value);
      case TypeKind::kMap:
        return map(*type.element, value);
      case TypeKind::kBool:
        return out_.put(value.as_bool() ? "true" : "false");
      case TypeKind::kInt32:
      case TypeKind::kInt64:
        return write_json_integer(value.as_int(), out_);
      case TypeKind::kDouble:
        return write_json_double(value.as_double(), out_);
      case TypeKind::kString:
      case TypeKind::kDuration:
      case TypeKind::kQuantity:
        return write_json_string(value.as_string(), out_);
      case TypeKind::kTime:
      case TypeKind::kMicroTime:
        return value.size() == 0 ? out_.put("null") : write_json_string(value.as_string(), out_);
      case TypeKind::kBytes:
        return write_json_bytes(value.as_string(), out_);
      case TypeKind::kRawExtension:
      case TypeKind::kFieldsV1:
        return write_raw_json(value.as_string(), out_);
      case TypeKind::kIntOrString:
      case TypeKind::kAny:
        return any(value);
      case TypeKind::kJsonSchemaOrBool:
      case TypeKind::kJsonSchemaOrArray:
      case TypeKind::kJsonSchemaOrStrings:
        return schema_or_other(type, value);
    }
  }

  void structure(const Type& type, const Value& value, const JsonEncodeOptions* root) {
    out_.put('{');
    const size_t begin = out_.size();
    std::span<const Value> held = value.fields();
    for (size_t i = 0; i < type.fields.size(); ++i) {
      const Field& field = type.fields[i];
      const Value* node = nullptr;
      if (!held.empty() && held.front().field() == i) {
        node = &held.front();
        held = held.subspan(1);
      }
      if (root && is_type_meta(type, field)) {
        root_type_meta(field, *root, begin);
      } else if (is_emitted(field, node)) {
        key(field.name, begin);
        node ? this->value(*field.type, *node) : zero(field);
      }
    }
    out_.put('}');
  }

  void root_type_meta(const Field& field, const JsonEncodeOptions& options, size_t begin) {
    std::string_view text = field.name == "kind" ? options.kind : options.api_version;
    if (options.root == RootTypeMeta::kOmitted || text.empty()) return;
    key(field.name, begin);
    write_json_string(text, out_);
  }

  // `begin` is where the object's members begin. Names of fields need no escaping.
  void key(std::string_view name, size_t begin) {
    out_.reserve(name.size() + 4);
    if (out_.size() != begin) out_.put_unchecked(',');
    out_.put_unchecked('"');
    out_.put_unchecked(name);
    out_.put_unchecked("\":");
  }

  void zero(const Field& field) {
    if (field.type->kind == TypeKind::kStruct && !field.pointer) return structure(*field.type, Value::empty_struct(), nullptr);
    out_.put(zero_json(field));
  }

  void list(const Type& element, const Value& value) {
    char before = '[';
    for (const Value& item : value.items()) {
      out_.put(before);
      this->value(element, item);
      before = ',';
    }
    out_.put(before == '[' ? "[]" : "]");
  }

  void map(const Type& element, const Value& value) {
    char before = '{';
    for (const Entry& entry : value.entries()) {
      out_.put(before);
      write_json_string(entry.key, out_);
      out_.put(':');
      this->value(element, entry.value);
      before = ',';
    }
    out_.put(before == '{' ? "{}" : "}");
  }

  void any(const Value& value) {
    switch (value.tag()) {
      case Tag::kNull:
        return out_.put("null");
      case Tag::kBool:
        return out_.put(value.as_bool() ? "true" : "false");
      case Tag::kInt:
        return write_json_integer(value.as_int(), out_);
      case Tag::kDouble:
        return write_json_double(value.as_double(), out_);
      case Tag::kString:
        return write_json_string(value.as_string(), out_);
      case Tag::kList:
        return list(any_type(), value);
      case Tag::kMap:
        return map(any_type(), value);
      case Tag::kStruct:
        return out_.put("{}");  // a tree of kAny has none
    }
  }

  void schema_or_other(const Type& type, const Value& value) {
    if (value.is_struct()) return structure(*type.element, value, nullptr);
    if (!value.is_list()) return out_.put(value.as_bool() ? "true" : "false");
    if (value.size() == 0) return out_.put("null");
    type.kind == TypeKind::kJsonSchemaOrStrings ? list(any_type(), value) : list(*type.element, value);
  }

  ByteWriter& out_;
};

}  // namespace

void write_json_part(const Type& type, const Value& value, const JsonEncodeOptions& options, ByteWriter& out) {
  JsonEncoder(out).root(type, value, options);
}

void encode_json(const Type& type, const Value& value, std::string& out, const JsonEncodeOptions& options) {
  std::string compact;
  {
    ByteWriter writer(options.pretty ? compact : out);
    write_json_part(type, value, options, writer);
  }
  if (options.pretty) append_indented_json(compact, out);
}

}  // namespace pintle::object
