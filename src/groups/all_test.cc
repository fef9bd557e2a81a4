// Proves that every kind's rows name what exists: schema types, fields, documentation; and that no row of a Table differs in length from
// its columns, whatever the object holds.
#include "groups/all.h"

#include <gmock/gmock.h>

#include <set>

#include "api/columns.h"
#include "api/discovery.h"
#include "groups/priorities.h"
#include "object/object_meta.h"

namespace pintle::groups {
namespace {

using api::Kind;
using object::Value;
using schema::Type;
using schema::TypeKind;

std::string name_of(const Kind& kind) {
  return std::string(kind.group) + "/" + std::string(kind.version) + " " + std::string(kind.resource);
}

const Type* type_of(const Kind& kind) { return schema::find_builtin_kind(kind.group, kind.version, kind.kind); }

const Type* stored_type_of(const Kind& kind) {
  if (kind.storage_group_version.empty()) return type_of(kind);
  const size_t slash = kind.storage_group_version.find('/');
  const bool core = slash == std::string_view::npos;
  return schema::find_builtin_kind(core ? "" : kind.storage_group_version.substr(0, slash),
                                   core ? kind.storage_group_version : kind.storage_group_version.substr(slash + 1), kind.kind);
}

// True when the dotted path leads through structs to a field.
bool has_path(const Type* type, std::string_view path) {
  while (type && type->kind == TypeKind::kStruct) {
    const size_t dot = path.find('.');
    const int field = type->find(path.substr(0, dot));
    if (field < 0) return false;
    if (dot == std::string_view::npos) return true;
    type = type->fields[field].type;
    path.remove_prefix(dot + 1);
  }
  return false;
}

TEST(AllTest, ServesWhatKubeApiserverServesByDefault) {
  EXPECT_EQ(all().size(), 68);
  std::set<std::string> names;
  for (const Kind* kind : all()) EXPECT_TRUE(names.insert(name_of(*kind)).second) << name_of(*kind);
}

TEST(AllTest, EveryKindHasASchemaType) {
  for (const Kind* kind : all()) {
    EXPECT_NE(type_of(*kind), nullptr) << name_of(*kind);
    if (kind->verbs & api::kList)
      EXPECT_NE(schema::find_builtin_kind(kind->group, kind->version, std::string(kind->kind) + "List"), nullptr) << name_of(*kind);
    for (const api::Subresource& subresource : kind->subresources) {
      if (subresource.kind.empty()) continue;
      const bool own = subresource.version.empty();
      EXPECT_NE(
          schema::find_builtin_kind(own ? kind->group : subresource.group, own ? kind->version : subresource.version, subresource.kind),
          nullptr)
          << name_of(*kind) << "/" << subresource.name;
    }
  }
}

TEST(AllTest, NamesAreOfTheKind) {
  for (const Kind* kind : all()) {
    std::string lower(kind->kind);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    EXPECT_EQ(kind->singular, lower) << name_of(*kind);
  }
}

TEST(AllTest, PathsLeadToFields) {
  for (const Kind* kind : all()) {
    for (const api::SelectableField& field : kind->selectable_fields) {
      EXPECT_TRUE(has_path(stored_type_of(*kind), field.path.empty() ? field.name : field.path)) << name_of(*kind) << " " << field.name;
      EXPECT_TRUE(field.fallback.empty() || has_path(stored_type_of(*kind), field.fallback)) << name_of(*kind) << " " << field.name;
    }
    for (const std::string_view path : kind->keeps) EXPECT_TRUE(has_path(type_of(*kind), path)) << name_of(*kind) << " " << path;
    for (const std::string_view path : kind->generation_also) EXPECT_TRUE(has_path(type_of(*kind), path)) << name_of(*kind) << " " << path;
    for (const api::Subresource& subresource : kind->subresources)
      for (const std::string_view path : subresource.keeps)
        EXPECT_TRUE(has_path(type_of(*kind), path)) << name_of(*kind) << "/" << subresource.name << " " << path;
    if (kind->has_status) EXPECT_TRUE(has_path(type_of(*kind), "status")) << name_of(*kind);
  }
}

TEST(AllTest, StoredKindsHaveAKeyAndShareItOnlyAcrossVersions) {
  std::map<std::string_view, const Kind*> owners;
  for (const Kind* kind : all()) {
    EXPECT_EQ(kind->key_prefix.empty(), !(kind->verbs & api::kGet) || kind->kind == "ComponentStatus") << name_of(*kind);
    if (kind->key_prefix.empty()) continue;
    EXPECT_TRUE(kind->key_prefix.starts_with("/registry/") && kind->key_prefix.ends_with("/")) << name_of(*kind);
    const auto [owner, added] = owners.emplace(kind->key_prefix, kind);
    if (!added) EXPECT_EQ(owner->second->kind, kind->kind) << name_of(*kind);
  }
}

TEST(AllTest, ColumnsAreDocumented) {
  // Upstream looks these up under names that do not exist.
  const std::set<std::string_view> undocumented = {"Handler"};
  for (const Kind* kind : all())
    for (const api::Column& column : api::columns_of(*kind))
      EXPECT_EQ(api::describe(column).empty(), undocumented.contains(column.name)) << name_of(*kind) << " " << column.name;
  for (const api::Column& column : api::scale_columns()) EXPECT_FALSE(api::describe(column).empty()) << column.name;
}

constexpr int kDepthMax = 9;  // enough for every field that a row reads

// A value of the type with every field set, two items in each list.
Value full_value(const Type& type, object::Arena& arena, int depth);

Value full_struct(const Type& type, object::Arena& arena, int depth) {
  Value value = Value::empty_struct();
  for (size_t i = 0; i < type.fields.size(); ++i)
    value.set(arena, static_cast<uint16_t>(i), full_value(*type.fields[i].type, arena, depth));
  return value;
}

Value full_value(const Type& type, object::Arena& arena, int depth) {
  switch (type.kind) {
    case TypeKind::kBool:
      return Value::boolean(true);
    case TypeKind::kInt32:
    case TypeKind::kInt64:
    case TypeKind::kIntOrString:
      return Value::integer(7);
    case TypeKind::kDouble:
      return Value::real(0.5);
    case TypeKind::kTime:
      return Value::string("2020-01-02T03:04:05Z");
    case TypeKind::kMicroTime:
      return Value::string("2020-01-02T03:04:05.000006Z");
    case TypeKind::kStruct:
      return depth > 0 ? full_struct(type, arena, depth - 1) : Value::empty_struct();
    case TypeKind::kList: {
      Value list = Value::empty_list();
      for (int i = 0; i < 2 && depth > 0; ++i) list.append(arena, full_value(*type.element, arena, depth - 1));
      return list;
    }
    case TypeKind::kMap: {
      Value map = Value::empty_map();
      if (depth > 0) map.set(arena, std::string_view("key"), full_value(*type.element, arena, depth - 1));
      return map;
    }
    default:
      return Value::string("5");
  }
}

void expect_row_fits(const Kind& kind, const Value& object, std::string_view what) {
  api::Cells cells;
  api::write_row(kind, object, object::ObjectMeta(*type_of(kind), object), 1'700'000'000, cells);
  // IPAddress has upstream's surplus cell.
  const size_t surplus = kind.kind == "IPAddress" ? 1 : 0;
  EXPECT_EQ(cells.count(), api::columns_of(kind).size() + surplus) << name_of(kind) << ", " << what << ": " << cells.json();
}

TEST(AllTest, RowsFillTheirColumns) {
  for (const Kind* kind : all()) {
    if (!(kind->verbs & api::kGet)) continue;
    expect_row_fits(*kind, Value::empty_struct(), "empty");
    object::Arena arena;
    expect_row_fits(*kind, full_value(*type_of(*kind), arena, kDepthMax), "full");
  }
}

TEST(AllTest, KindsWithColumnsHaveARow) {
  for (const Kind* kind : all()) EXPECT_EQ(kind->columns.empty(), kind->row == nullptr) << name_of(*kind);
}

TEST(PrioritiesTest, EveryServedGroupVersionHasOne) {
  for (const Kind* kind : all()) {
    const auto found = std::ranges::find_if(
        priorities(), [&](const api::GroupVersionPriority& p) { return p.group == kind->group && p.version == kind->version; });
    EXPECT_NE(found, priorities().end()) << name_of(*kind);
  }
}

TEST(PrioritiesTest, GroupsStandInUpstreamsOrder) {
  const api::Discovery discovery(all(), priorities());
  const std::string groups(discovery.find("/apis")->encode({}).view());
  size_t at = 0;
  for (const std::string_view group : {"apiregistration.k8s.io",
                                       "apps",
                                       "events.k8s.io",
                                       "authentication.k8s.io",
                                       "authorization.k8s.io",
                                       "autoscaling",
                                       "batch",
                                       "certificates.k8s.io",
                                       "networking.k8s.io",
                                       "policy",
                                       "rbac.authorization.k8s.io",
                                       "storage.k8s.io",
                                       "admissionregistration.k8s.io",
                                       "apiextensions.k8s.io",
                                       "scheduling.k8s.io",
                                       "coordination.k8s.io",
                                       "node.k8s.io",
                                       "discovery.k8s.io",
                                       "resource.k8s.io",
                                       "flowcontrol.apiserver.k8s.io"}) {
    const size_t found = groups.find("{\"name\":\"" + std::string(group) + "\"", at);
    ASSERT_NE(found, std::string::npos) << group << " comes too early or not at all";
    at = found;
  }
}

}  // namespace
}  // namespace pintle::groups
