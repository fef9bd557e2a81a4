#include "plugins/default_class.h"

#include "object/object_meta.h"

namespace pintle::plugins {
namespace {

using object::ObjectMeta;

bool is_marked(const ObjectMeta& meta, std::span<const std::string_view> marks) {
  const object::Value* annotations = meta.annotations();
  if (!annotations) return false;
  for (const std::string_view mark : marks) {
    const object::Value* value = annotations->get(mark);
    if (value && value->as_string() == "true") return true;
  }
  return false;
}

bool goes_before(const ObjectMeta& left, const ObjectMeta& right) {
  if (left.creation_timestamp() != right.creation_timestamp()) return left.creation_timestamp() > right.creation_timestamp();
  return left.name() < right.name();
}

}  // namespace

Result<std::optional<std::string>> default_class(const Lister& classes, std::span<const std::string_view> marks) {
  PINTLE_TRY(const auto documents, classes.shared_list(""));
  std::optional<ObjectMeta> first;
  for (const object::Document& document : *documents) {
    const ObjectMeta meta(*document.type(), document.root());
    if (is_marked(meta, marks) && (!first || goes_before(meta, *first))) first = meta;
  }
  return first ? std::optional<std::string>(first->name()) : std::nullopt;
}

}  // namespace pintle::plugins
