#include "object/field_skips.h"

#include "base/check.h"

namespace pintle::object {

FieldSkips FieldSkips::of(const schema::Type& type, std::span<const std::string_view> paths) {
  FieldSkips skips;
  for (const std::string_view path : paths) skips.add(type, path);
  return skips;
}

void FieldSkips::add(const schema::Type& type, std::string_view path) {
  if (type.kind == schema::TypeKind::kList) return add(*type.element, path);
  skipped_.resize(type.fields.size());
  if (path == "*") return skipped_.assign(type.fields.size(), true);
  const size_t dot = path.find('.');
  const int index = type.find(path.substr(0, dot));
  PINTLE_CHECK(index >= 0);  // a table's mistake
  const auto field = static_cast<size_t>(index);
  if (dot == std::string_view::npos) {
    skipped_[field] = true;
  } else {
    below_[field].add(*type.fields[field].type, path.substr(dot + 1));
  }
}

}  // namespace pintle::object
