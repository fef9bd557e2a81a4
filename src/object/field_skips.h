// FieldSkips: the parts of a type's objects that a reader has no use for, so that decoding passes over them.
//
//   const FieldSkips skips = FieldSkips::of(*pod, paths);        // "spec.volumes", "spec.containers.*" (all that its items hold)
//   decode_protobuf(*pod, message, type_meta, RawJson::kTrusted, &skips);
//
// A path goes through structs and the items of lists. Thread: immutable once made.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "schema/type.h"

namespace pintle::object {

class FieldSkips {
 public:
  FieldSkips() = default;
  // Every path names fields of the type.
  static FieldSkips of(const schema::Type& type, std::span<const std::string_view> paths);

  bool empty() const { return skipped_.empty(); }
  bool skips(size_t index) const { return index < skipped_.size() && skipped_[index]; }
  // What to skip in the value of a field; null: nothing.
  const FieldSkips* below(size_t index) const {
    const auto found = below_.find(index);
    return found == below_.end() ? nullptr : &found->second;
  }

 private:
  void add(const schema::Type& type, std::string_view path);

  std::vector<bool> skipped_;  // by field index
  std::map<size_t, FieldSkips> below_;
};

}  // namespace pintle::object
