// Unstructured: an object as plain JSON (maps, lists, scalars), and back into the tree of its type. What upstream calls
// unstructured.Unstructured; the form that JSON Patch works on and that patches and applied configurations come in.
//
//   Value plain = to_unstructured(type, root, arena);                     // {"spec":{"containers":null},...}: maps, sorted
//   PINTLE_TRY(Value root, from_unstructured(type, plain, arena, &unknown));
//
// A plain tree has no structs; bytes are base64 strings, raw extensions are the JSON they hold.
// Ownership: results live in `arena`; strings are shared with the input, which must live as long.
// Errors: bad_request with the text of upstream's converter when a value has the wrong shape for its type.
// Source: k8s.io/apimachinery/pkg/runtime/converter.go (ToUnstructured, FromUnstructuredWithValidation).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// As JSON shows it: fields that are left out are not there, zero values that are always written are.
Value to_unstructured(const schema::Type& type, const Value& value, Arena& arena);

// `unknown_fields`, unless null, gets `unknown field "spec.x"` for each key that the type does not have, sorted.
Result<Value> from_unstructured(const schema::Type& type, const Value& plain, Arena& arena, std::vector<std::string>* unknown_fields);

// The conversion of parts of an object, for trees that are plain in places only. The path is that of the struct fields and list items
// around the part; map keys are no part of it, as upstream has it.
class FromUnstructured {
 public:
  // `unknown_fields` as above, but in the order found.
  FromUnstructured(Arena& arena, std::vector<std::string>* unknown_fields) : arena_(arena), unknown_fields_(unknown_fields) {}

  Result<Value> convert(const schema::Type& type, const Value& plain);
  // Sets a field of a struct from its plain value; what is zero is left out.
  Result<void> set_field(const schema::Type& type, Value& structure, std::string_view name, const Value& plain);
  // True when the tree of a struct leaves the value out; else it is set.
  void set_converted(const schema::Type& type, Value& structure, uint16_t index, const Value& value);
  void unknown(std::string_view name);

  Arena& arena() { return arena_; }
  // What converts within the path of a part: `with_field(name, [&] { return ...; })`.
  template <class Convert>
  auto with_field(std::string_view name, Convert&& convert) {
    const size_t size = path_.size();
    if (unknown_fields_) path_.append(path_.empty() ? "" : ".").append(name);
    auto result = convert();
    path_.resize(size);
    return result;
  }
  template <class Convert>
  auto with_item(size_t index, Convert&& convert) {
    const size_t size = path_.size();
    if (unknown_fields_) path_.append("[").append(std::to_string(index)).append("]");
    auto result = convert();
    path_.resize(size);
    return result;
  }

 private:
  Result<Value> convert_struct(const schema::Type& type, const Value& plain);
  Result<Value> convert_list(const schema::Type& type, const Value& plain);
  Result<Value> convert_map(const schema::Type& type, const Value& plain);
  Result<Value> convert_bytes(const Value& plain);
  Result<Value> convert_scalar(const schema::Type& type, const Value& plain);
  Result<Value> convert_text(const schema::Type& type, const Value& plain);
  Result<Value> convert_schema_choice(const schema::Type& type, const Value& plain);

  Arena& arena_;
  std::vector<std::string>* unknown_fields_;
  std::string path_;
};

}  // namespace pintle::object
