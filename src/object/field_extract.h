// FieldExtractor: labels and selectable fields read straight from stored bytes, without a tree.
//
//   PINTLE_TRY(auto extractor, FieldExtractor::compile(pod_type, {"metadata.name", "spec.nodeName"}));
//   Attributes attributes;                                     // reused for the next object: no allocation then
//   PINTLE_TRY_VOID(extractor.extract(stored, attributes));    // attributes.values[1] == "node-7"
//
// The wanted paths become a small tree of protobuf field numbers and JSON names; one pass over the bytes visits only what lies on a
// path and skips the rest. Both storage forms are read: `k8s\0` protobuf of the compiled type, and JSON.
// Values are texts as field selectors compare them: strings as they are, booleans "true" and "false", whole numbers in decimal. A
// field that is absent or null has the text of its type's zero value; in JSON without a type that is "".
// Thread: an extractor is immutable; an Attributes belongs to one thread.
// Errors: compile: internal, when a path is not in the type or ends at a list, a map or a struct. extract: internal, damaged bytes.
// Source: apimachinery/pkg/fields; pkg/registry/*/strategy.go (ToSelectableFields).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/label_selector.h"

namespace pintle::schema {
struct Type;
}

namespace pintle::object {

struct Attributes {
  std::vector<Label> labels;             // sorted by key
  std::vector<std::string_view> values;  // one for each path, in the order compiled
  // What views point to when the text does not stand in the bytes: escaped JSON strings, numbers.
  Arena made{0};
  void clear();
};

class FieldExtractor {
 public:
  // `type` is that of the stored version; null for objects that are stored as JSON only. It must live as long as the extractor.
  static Result<FieldExtractor> compile(const schema::Type* type, std::span<const std::string> paths);

  // Replaces what `attributes` held; its views point into `stored` and `attributes.made`.
  Result<void> extract(std::string_view stored, Attributes& attributes) const;

  struct Step;  // a node of the compiled tree (field_extract.cc)

 private:
  std::shared_ptr<const Step> root_;
  std::vector<std::string_view> zeros_;  // per path: the text of the zero value
  bool has_type_ = false;
};

}  // namespace pintle::object
