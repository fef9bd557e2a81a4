// ObjectReader: makes an Object of what the store holds: puts the resourceVersion in place and extracts labels and selectable fields.
//
// Bytes that cannot be read become an unreadable Object, never an error: one damaged object must not keep the server from starting.
// Thread: immutable; a scratch belongs to one thread.
#pragma once

#include <vector>

#include "base/result.h"
#include "cache/object.h"
#include "cache/resource_spec.h"
#include "object/field_extract.h"

namespace pintle::cache {

class ObjectReader {
 public:
  // Error: internal, a path of the spec is not in its type.
  static Result<ObjectReader> create(const ResourceSpec& spec, EncodingBudget& budget);

  // `scratch` is overwritten; keeping one spares allocations.
  ObjectPtr read(const Object::Identity& identity, const Bytes& stored, object::Attributes& scratch) const;
  // The same content as of another revision: the last state of an object that a watcher loses sight of.
  ObjectPtr with_revision(const Object& object, int64_t revision) const;

 private:
  // Field `field` takes value `value` of the extraction when it is empty.
  struct Fallback {
    size_t field;
    size_t value;
  };
  explicit ObjectReader(EncodingBudget& budget) : budget_(&budget) {}

  EncodingBudget* budget_;
  size_t field_count_ = 0;
  std::vector<Fallback> fallbacks_;
  object::FieldExtractor extractor_;
};

}  // namespace pintle::cache
