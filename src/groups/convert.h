// Conversion between versions of a kind whose types differ little: fields go over by their JSON names.
//
//   convert_document(document, v1::Event::schema_type(), kRenames);      // events.k8s.io note -> core message, ...
//
// A field that the new type does not have under its name goes under its new one, if the renames know it; else it is dropped.
// Ownership: the tree stays in the document's arena. Thread: pure.
#pragma once

#include <span>
#include <string_view>

#include "object/document.h"

namespace pintle::groups {

// One field under its two names; works in both directions.
struct Rename {
  std::string_view one;
  std::string_view other;
};

object::Value convert_value(const object::Value& value, const schema::Type& from, const schema::Type& to, std::span<const Rename> renames,
                            object::Arena& arena);
// The whole document; its type is `to` afterwards. apiVersion and kind keep their values.
void convert_document(object::Document& document, const schema::Type& to, std::span<const Rename> renames = {});

}  // namespace pintle::groups
