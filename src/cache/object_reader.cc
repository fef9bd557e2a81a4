#include "cache/object_reader.h"

#include <string>
#include <utility>

#include "object/storage.h"

namespace pintle::cache {

Result<ObjectReader> ObjectReader::create(const ResourceSpec& spec, EncodingBudget& budget) {
  ObjectReader reader(budget);
  std::vector<std::string> paths;
  for (const SelectableField& field : spec.selectable_fields) paths.push_back(field.path.empty() ? field.name : field.path);
  reader.field_count_ = paths.size();
  for (size_t i = 0; i < spec.selectable_fields.size(); ++i) {
    if (spec.selectable_fields[i].fallback.empty()) continue;
    reader.fallbacks_.push_back({.field = i, .value = paths.size()});
    paths.push_back(spec.selectable_fields[i].fallback);
  }
  PINTLE_TRY(reader.extractor_, object::FieldExtractor::compile(spec.type, paths));
  return reader;
}

ObjectPtr ObjectReader::read(const Object::Identity& identity, const Bytes& stored, object::Attributes& scratch) const {
  Result<Bytes> canonical = object::with_resource_version(stored, std::to_string(identity.revision));
  if (!canonical || !extractor_.extract(*canonical, scratch)) return Object::create_unreadable(identity, stored, *budget_);
  for (const Fallback& fallback : fallbacks_) {
    if (scratch.values[fallback.field].empty()) scratch.values[fallback.field] = scratch.values[fallback.value];
  }
  scratch.values.resize(field_count_);
  return Object::create(identity, *std::move(canonical), scratch, *budget_);
}

ObjectPtr ObjectReader::with_revision(const Object& object, int64_t revision) const {
  const Object::Identity identity{.key = object.key(), .revision = revision, .create_revision = object.create_revision()};
  if (!object.readable()) return Object::create_unreadable(identity, object.canonical(), *budget_);
  object::Attributes scratch;
  return read(identity, object.canonical(), scratch);
}

}  // namespace pintle::cache
