#include "server/cache_specs.h"

#include <algorithm>
#include <string>

#include "schema/type.h"

namespace pintle::server {
namespace {

const schema::Type* storage_type(const api::Kind& kind) {
  const std::string_view stored = kind.storage_group_version;
  if (stored.empty()) return schema::find_builtin_kind(kind.group, kind.version, kind.kind);
  const size_t slash = stored.find('/');
  if (slash == std::string_view::npos) return schema::find_builtin_kind("", stored, kind.kind);
  return schema::find_builtin_kind(stored.substr(0, slash), stored.substr(slash + 1), kind.kind);
}

void add_field(cache::ResourceSpec& spec, std::string_view name, std::string_view path, std::string_view fallback, bool indexed) {
  const bool known =
      std::ranges::any_of(spec.selectable_fields, [name](const cache::SelectableField& field) { return field.name == name; });
  if (known) return;
  spec.selectable_fields.push_back(
      {.name = std::string(name), .path = std::string(path), .fallback = std::string(fallback), .indexed = indexed});
}

}  // namespace

Result<std::vector<cache::ResourceSpec>> cache_specs(std::span<const api::Kind* const> kinds) {
  std::vector<cache::ResourceSpec> specs;
  for (const api::Kind* kind : kinds) {
    if (kind->key_prefix.empty()) continue;
    auto spec = std::ranges::find(specs, kind->key_prefix, &cache::ResourceSpec::key_prefix);
    if (spec == specs.end()) {
      const schema::Type* type = storage_type(*kind);
      if (!type) return fail(Status::internal("no schema for the stored version of " + std::string(kind->kind)));
      const std::string name = to_string(GroupResource{kind->group, kind->resource});
      specs.push_back({.name = name, .key_prefix = std::string(kind->key_prefix), .type = type});
      spec = specs.end() - 1;
      add_field(*spec, "metadata.name", "", "", false);
      add_field(*spec, "metadata.namespace", "", "", false);
    }
    for (const api::SelectableField& field : kind->selectable_fields)
      add_field(*spec, field.name, field.path, field.fallback, field.indexed);
  }
  return specs;
}

}  // namespace pintle::server
