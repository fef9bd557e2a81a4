// JsonPlace: where the decoder is in the text, for its messages. A linked list on the stack of the decoding functions; nothing is built
// until a message needs it. A place lives no longer than its parent.
//
// Source: sigs.k8s.io/json: errorContext (names of the struct fields on the way), strictFieldStack (fields, keys and indexes).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/type.h"

namespace pintle::object {

class JsonPlace {
 public:
  JsonPlace() = default;  // the root
  JsonPlace field(const schema::Type& owner, uint16_t index) const { return {this, &owner, owner.fields[index].name, index}; }
  JsonPlace key(std::string_view name) const { return {this, nullptr, name, kNoIndex}; }
  JsonPlace item(size_t index) const { return {this, nullptr, {}, index}; }

  // spec.containers[0].image
  std::string path() const;
  // "PodSpec.spec.containers": the innermost struct and the fields on the way, as json.UnmarshalTypeError has them; "" at the root.
  std::string go_field() const;

 private:
  static constexpr size_t kNoIndex = SIZE_MAX;
  JsonPlace(const JsonPlace* parent, const schema::Type* owner, std::string_view name, size_t index)
      : parent_(parent), owner_(owner), name_(name), index_(index) {}
  void append_path(std::string& out) const;
  void append_go_fields(std::string& out) const;

  const JsonPlace* parent_ = nullptr;
  const schema::Type* owner_ = nullptr;  // of a field
  std::string_view name_;                // of a field or key
  size_t index_ = kNoIndex;              // of a field or item
};

}  // namespace pintle::object
