// Proves what holds for every kind, whatever its rules: defaults that are set twice are set once, what is converted to storage and back is
// as before, and what passed validation passes it again when it comes out of storage.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "api/cells.h"
#include "api/lifecycle.h"
#include "groups/all.h"
#include "groups/rule_fixture.h"
#include "object/defaulting.h"
#include "object/field_skips.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "object/test_vectors.h"
#include "object/yaml.h"

namespace pintle::groups {
namespace {

using object::Document;

const api::Kind* find_kind(std::string_view api_version, std::string_view kind) {
  for (const api::Kind* candidate : all()) {
    const std::string own = (candidate->group.empty() ? "" : std::string(candidate->group) + "/") + std::string(candidate->version);
    if (own == api_version && candidate->kind == kind) return candidate;
  }
  return nullptr;
}

void set_defaults(const api::Kind& kind, Document& document) {
  object::apply_schema_defaults(*document.type(), document.root(), document.arena());
  if (kind.set_defaults) kind.set_defaults(document);
}

// The kinds' vectors: nearly every field is set, to values that mostly are not valid.
struct Full {
  const api::Kind* kind;
  std::string name;
  Document document;
};
std::vector<Full> full_objects() {
  std::vector<Full> objects;
  for (const object::TestVector& vector : object::test_vectors()) {
    const api::Kind* kind = find_kind(vector.api_version, vector.kind);
    if (kind) objects.push_back({kind, vector.name, object_from(*kind, vector.json)});
  }
  return objects;
}

// Objects that kube-apiserver takes as they are.
struct Valid {
  const api::Kind* kind;
  std::string name;
  Document document;
};
std::vector<Valid> valid_objects() {
  std::vector<Valid> objects;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(PINTLE_SOURCE_DIR) + "/tests/manifests")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const std::string_view yaml : object::split_yaml_documents(text)) {
      const auto json = object::yaml_to_json(yaml);
      EXPECT_TRUE(json) << entry.path();
      const auto any = object::decode_json(object::any_type(), Bytes::copy(*json));
      const object::Value& root = any->document.root();
      const api::Kind* kind = find_kind(root.get("apiVersion")->as_string(), root.get("kind")->as_string());
      if (!kind || !kind->validate) continue;
      objects.push_back({kind, std::string(kind->kind) + " in " + entry.path().filename().string(), object_from(*kind, *json)});
    }
  }
  return objects;
}

std::string faults_of(const api::Kind& kind, const Document& document) {
  object::ErrorList errors;
  kind.validate(document.root(), errors);
  return errors.joined();
}

std::string row_of(const api::Kind& kind, const Document& document) {
  constexpr int64_t kNow = 1'800'000'000;
  api::Cells cells;
  kind.row(document.root(), kNow, cells);
  return std::string(cells.json()).append(cells.conditions_json());
}

TEST(PropertiesTest, RowsDoNotReadWhatTheySkip) {
  size_t skipping = 0;
  for (const Full& full : full_objects()) {
    if (!full.kind->row || full.kind->row_skips.empty()) continue;
    ++skipping;
    const schema::Type& type = *full.document.type();
    std::string message;
    object::encode_protobuf(type, full.document.root(), message);
    const auto skips = object::FieldSkips::of(type, full.kind->row_skips);
    const auto sparse = object::decode_protobuf(type, Bytes::copy(message), {}, object::RawJson::kChecked, &skips);
    ASSERT_TRUE(sparse) << full.name << ": " << sparse.error().message();
    EXPECT_EQ(row_of(*full.kind, *sparse), row_of(*full.kind, full.document)) << full.name;
  }
  EXPECT_GT(skipping, 0U);
}

TEST(PropertiesTest, DefaultsAreSetOnce) {
  size_t checked = 0;
  for (Full& full : full_objects()) {
    set_defaults(*full.kind, full.document);
    const std::string once = json_of(full.document);
    set_defaults(*full.kind, full.document);
    EXPECT_EQ(json_of(full.document), once) << full.name;
    ++checked;
  }
  EXPECT_GT(checked, all().size());
  for (Valid& valid : valid_objects()) {
    set_defaults(*valid.kind, valid.document);
    const std::string once = json_of(valid.document);
    set_defaults(*valid.kind, valid.document);
    EXPECT_EQ(json_of(valid.document), once) << valid.name;
  }
}

TEST(PropertiesTest, ThereAndBackIsAsBefore) {
  size_t converted = 0;
  for (Valid& valid : valid_objects()) {
    const api::Kind& kind = *valid.kind;
    if (!kind.to_storage) continue;
    set_defaults(kind, valid.document);
    const std::string before = json_of(valid.document);
    ASSERT_TRUE(kind.to_storage(valid.document)) << valid.name;
    ASSERT_TRUE(kind.from_storage(valid.document)) << valid.name;
    EXPECT_EQ(json_of(valid.document), before) << valid.name;
    ++converted;
  }
  EXPECT_GT(converted, 0u);
}

TEST(PropertiesTest, WhatWasValidIsValidFromStorage) {
  size_t checked = 0;
  for (Valid& valid : valid_objects()) {
    const api::Kind& kind = *valid.kind;
    if (kind.resource == "services") continue;  // has its address from the allocator, with the write
    api::fill_system_fields(valid.document, 0);
    set_defaults(kind, valid.document);
    if (kind.prepare_create) kind.prepare_create(valid.document, {});
    EXPECT_EQ(faults_of(kind, valid.document), "") << valid.name;
    std::string message;
    object::encode_protobuf(*valid.document.type(), valid.document.root(), message);
    auto stored = object::decode_protobuf(*valid.document.type(), Bytes::take(std::move(message)));
    ASSERT_TRUE(stored) << valid.name;
    set_defaults(kind, *stored);
    EXPECT_EQ(faults_of(kind, *stored), "") << valid.name;
    ++checked;
  }
  EXPECT_GT(checked, 10u);
}

}  // namespace
}  // namespace pintle::groups
