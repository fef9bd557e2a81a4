#include "schema/type.h"

#include <algorithm>
#include <tuple>

namespace pintle::schema {
namespace {

auto group_version(const KindEntry& entry) { return std::tie(entry.group, entry.version); }
auto group_version_kind(const KindEntry& entry) { return std::tie(entry.group, entry.version, entry.kind); }

const Type* find_kind(std::span<const KindEntry> kinds, std::string_view group, std::string_view version, std::string_view kind) {
  auto found = std::ranges::lower_bound(kinds, std::tie(group, version, kind), {}, group_version_kind);
  return found != kinds.end() && group_version_kind(*found) == std::tie(group, version, kind) ? found->type : nullptr;
}

const Type* find_shared_kind(std::string_view kind) {
  auto shared = shared_kinds();
  auto found = std::ranges::lower_bound(shared, kind, {}, &KindEntry::kind);
  return found != shared.end() && found->kind == kind ? found->type : nullptr;
}

}  // namespace

void hash_names(std::span<const Field> fields, std::span<uint16_t> slots) {
  const size_t mask = slots.size() - 1;
  for (size_t i = 0; i < fields.size(); ++i) {
    size_t at = name_hash(fields[i].name) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = static_cast<uint16_t>(i + 1);
  }
}

const Type* find_builtin_kind(std::string_view group, std::string_view version, std::string_view kind) {
  auto kinds = builtin_kinds();
  if (const Type* found = find_kind(kinds, group, version, kind)) return found;
  auto served = std::ranges::lower_bound(kinds, std::tie(group, version), {}, group_version);
  if (served == kinds.end() || group_version(*served) != std::tie(group, version)) return nullptr;
  return find_shared_kind(kind);
}

const Type* find_config_kind(std::string_view group, std::string_view version, std::string_view kind) {
  return find_kind(config_kinds(), group, version, kind);
}

const Type* find_builtin_type(std::string_view model_name) {
  auto types = builtin_types();
  auto found = std::ranges::lower_bound(types, model_name, {}, &Type::name);
  return found != types.end() && (*found)->name == model_name ? *found : nullptr;
}

}  // namespace pintle::schema
