// Proves server-side apply: what is merged and in which order, who owns what afterwards, conflicts and force, fields that are given up,
// the first apply, kubectl's annotation, and the faults with upstream's words.
#include <gmock/gmock.h>

#include "object/apply/merge.h"
#include "object/managed_fields.h"
#include "object/object_meta.h"
#include "object/test_objects.h"

namespace pintle::object {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// "manager/operation[/subresource] fields" a line, and "@" before the fields when the entry has a time.
std::string owners(const Document& object) {
  const Value* entries = ObjectMeta(*object.type(), object.root()).managed_fields();
  const ManagedFieldsEntryFields& fields = ManagedFieldsEntryFields::get();
  std::string text;
  if (!entries) return text;
  for (const Value& entry : entries->items()) {
    const auto get = [&](uint16_t field) { return entry.get(field) ? entry.get(field)->as_string() : std::string_view(); };
    text.append(get(fields.manager)).append("/").append(get(fields.operation));
    if (!get(fields.subresource).empty()) text.append("/").append(get(fields.subresource));
    text.append(get(fields.time).empty() ? " " : " @").append(get(fields.fields_v1)).append("\n");
  }
  return text;
}

std::string without_owners(const Document& object) {
  Document copy = object.clone();
  Value* metadata = copy.root().get(static_cast<uint16_t>(metadata_field(*copy.type())));
  if (metadata) metadata->erase(ObjectMetaFields::get().managed_fields);
  return to_json(copy);
}

class ApplyTest : public testing::Test {
 protected:
  Result<Document> apply(const schema::Type& type, std::string_view manager, std::string_view config, Force force = Force::kNo) {
    const Document plain = plain_from_json(config);
    const ManagedRequest request{.manager = manager,
                                 .api_version = plain.root().get("apiVersion")->as_string(),
                                 .kind = plain.root().get("kind")->as_string(),
                                 .time = "2024-01-01T12:00:00Z"};
    auto applied = apply_configuration(type, live_ ? &live_->root() : nullptr, plain.root(), request, force, {});
    if (applied) live_ = std::make_unique<Document>(applied->clone());
    return applied;
  }
  // Of a ConfigMap with these data.
  Result<Document> apply(std::string_view manager, std::string_view data, Force force = Force::kNo) {
    return apply(type_of_kind("", "v1", "ConfigMap"), manager,
                 R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":)" + std::string(data) + "}", force);
  }
  std::string data() const {
    const std::string json = without_owners(*live_);
    const size_t at = json.find(",\"data\":");
    return at == std::string::npos ? "none" : json.substr(at + 8, json.size() - at - 9);
  }
  void store(const schema::Type& type, std::string_view json) { live_ = std::make_unique<Document>(from_json(type, json)); }

  std::unique_ptr<Document> live_;
};

TEST_F(ApplyTest, OwnsWhatItNames) {
  ASSERT_TRUE(apply("one", R"({"a":"1","b":"2"})"));
  EXPECT_EQ(data(), R"({"a":"1","b":"2"})");
  EXPECT_EQ(owners(*live_), "one/Apply @{\"f:data\":{\"f:a\":{},\"f:b\":{}}}\n");
  ASSERT_TRUE(apply("two", R"({"c":"3"})"));
  EXPECT_EQ(data(), R"({"a":"1","b":"2","c":"3"})");
  EXPECT_EQ(owners(*live_), "one/Apply @{\"f:data\":{\"f:a\":{},\"f:b\":{}}}\ntwo/Apply @{\"f:data\":{\"f:c\":{}}}\n");
}

TEST_F(ApplyTest, GivesUpWhatItNamesNoMore) {
  ASSERT_TRUE(apply("one", R"({"a":"1","b":"2"})"));
  ASSERT_TRUE(apply("two", R"({"a":"1"})"));
  EXPECT_EQ(owners(*live_), "two/Apply {\"f:data\":{\"f:a\":{}}}\none/Apply @{\"f:data\":{\"f:a\":{},\"f:b\":{}}}\n")
      << "sharing changes nothing, so the new entry has no time";
  ASSERT_TRUE(apply("one", "{}"));
  EXPECT_EQ(data(), R"({"a":"1"})") << "b had no other owner";
  ASSERT_TRUE(apply("two", "{}"));
  EXPECT_EQ(data(), "none") << "emptied with its last field";
  EXPECT_EQ(owners(*live_), "one/Apply @{\"f:data\":{}}\ntwo/Apply @{\"f:data\":{}}\n") << "an empty map is still named";
}

TEST_F(ApplyTest, ConflictsWithOtherOwners) {
  ASSERT_TRUE(apply("one", R"({"a":"1","b":"2"})"));
  auto conflict = apply("two", R"({"a":"9"})");
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().code(), 409);
  EXPECT_EQ(conflict.error().reason(), "Conflict");
  EXPECT_EQ(conflict.error().message(), "Apply failed with 1 conflict: conflict with \"one\": .data.a");
  EXPECT_THAT(conflict.error().details().causes, ElementsAre(StatusCause{"FieldManagerConflict", "conflict with \"one\"", ".data.a"}));
  EXPECT_EQ(data(), R"({"a":"1","b":"2"})");

  ASSERT_TRUE(apply("two", R"({"a":"9"})", Force::kYes));
  EXPECT_EQ(data(), R"({"a":"9","b":"2"})");
  EXPECT_EQ(owners(*live_), "one/Apply @{\"f:data\":{\"f:b\":{}}}\ntwo/Apply @{\"f:data\":{\"f:a\":{}}}\n");
  ASSERT_TRUE(apply("one", R"({"b":"2"})")) << "what was taken is not asked for again";
}

TEST_F(ApplyTest, TellsAllConflictsByManager) {
  ASSERT_TRUE(apply("one", R"({"a":"1","b":"2"})"));
  ASSERT_TRUE(apply("two", R"({"a":"1"})"));
  Document updated = live_->clone();
  update_managed_fields(*live_->type(), &live_->root(), updated, {.manager = "x", .api_version = "v1", .time = "2024-01-01T00:00:00Z"});
  auto conflict = apply("three", R"({"a":"9","b":"9"})");
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().message(),
            "Apply failed with 3 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b\nconflicts with \"two\":\n- .data.a");
}

TEST_F(ApplyTest, FirstApplyFindsAnOwnerForTheRest) {
  const schema::Type& type = type_of_kind("", "v1", "ConfigMap");
  store(type, R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","uid":"u"},"data":{"a":"1","b":"2"}})");
  auto conflict = apply("one", R"({"a":"9"})");
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error().message(), "Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a");
  ASSERT_TRUE(apply("one", R"({"c":"3"})"));
  EXPECT_EQ(owners(*live_),
            "one/Apply @{\"f:data\":{\"f:c\":{}}}\nbefore-first-apply/Update @{\"f:data\":{\".\":{},\"f:a\":{},\"f:b\":{}}}\n");
}

TEST_F(ApplyTest, NothingNewChangesNothing) {
  ASSERT_TRUE(apply("one", R"({"a":"1"})"));
  const std::string before = to_json(*live_);
  const ManagedRequest later{.manager = "one", .api_version = "v1", .kind = "ConfigMap", .time = "2030-01-01T00:00:00Z"};
  const Document config = plain_from_json(R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"1"}})");
  int defaulted = 0;
  auto again = apply_configuration(*live_->type(), &live_->root(), config.root(), later, Force::kNo, [&](Document&) { ++defaulted; });
  ASSERT_TRUE(again);
  EXPECT_EQ(to_json(*again), before);
  EXPECT_EQ(defaulted, 0);
}

TEST_F(ApplyTest, MergesKeyedListsAndReplacesAtomicOnes) {
  ASSERT_TRUE(apply(pod_type(), "one",
                    R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a","args":["1","2"],
                        "ports":[{"containerPort":80}]}],"nodeSelector":{"x":"y"}}})"));
  ASSERT_TRUE(
      apply(pod_type(), "two", R"({"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"b"},{"name":"a","image":"i"}]}})"));
  EXPECT_EQ(without_owners(*live_), to_json(from_json(pod_type(), R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{
              "containers":[{"name":"b"},{"name":"a","image":"i","args":["1","2"],"ports":[{"containerPort":80}]}],"nodeSelector":{"x":"y"}}})")));
  EXPECT_THAT(owners(*live_), HasSubstr(R"(two/Apply @{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{},"f:name":{}},)"
                                        R"("k:{\"name\":\"b\"}":{".":{},"f:name":{}}}}})"));
  auto conflict = apply(pod_type(), "two", R"({"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a","args":["3"]}]}})");
  ASSERT_FALSE(conflict);
  EXPECT_THAT(conflict.error().message(), HasSubstr("conflict with \"one\": .spec.containers[name=\"a\"].args"));
  ASSERT_TRUE(apply(pod_type(), "one", R"({"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a"}]}})"));
  EXPECT_EQ(without_owners(*live_), to_json(from_json(pod_type(), R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{
              "containers":[{"name":"b"},{"name":"a","image":"i"}]}})")));
}

TEST_F(ApplyTest, TakesOverFromClientSideApply) {
  const schema::Type& type = type_of_kind("", "v1", "ConfigMap");
  const std::string annotation =
      R"("annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"a\":\"1\"}}\n"})";
  const std::string live =
      R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","uid":"u",)" + annotation + R"(},"data":{"a":"1","b":"2"}})";
  store(type, live);
  ASSERT_FALSE(apply("other", R"({"a":"9"})")) << "only kubectl may";
  store(type, live);
  ASSERT_FALSE(apply("kubectl", R"({"a":"9","b":"9"})")) << "b was not applied";
  ASSERT_TRUE(apply("kubectl", R"({"a":"9"})"));
  EXPECT_EQ(data(), R"({"a":"9","b":"2"})");
  EXPECT_EQ(ObjectMeta(type, live_->root()).annotations()->get("kubectl.kubernetes.io/last-applied-configuration")->as_string(),
            "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"9\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}\n");
}

TEST_F(ApplyTest, RefusesWithUpstreamsWords) {
  const schema::Type& type = type_of_kind("apps", "v1", "Deployment");
  const auto deployment = [](std::string_view rest) {
    return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n"})" + std::string(rest) + "}";
  };
  const std::string typed = "failed to create typed patch object (n/d; apps/v1, Kind=Deployment): ";
  const struct {
    std::string config;
    int code;
    std::string wanted;
  } cases[] = {
      {deployment(R"(,"spec":{"bogus":1})"), 500, typed + ".spec.bogus: field not declared in schema"},
      {deployment(R"(,"spec":{"replicas":"x"})"), 500, typed + ".spec.replicas: expected numeric (int or float), got string"},
      {deployment(R"(,"spec":{"paused":"x"})"), 500, typed + ".spec.paused: expected boolean, got &{x}"},
      {deployment(R"(,"spec":{"strategy":{"type":5}})"), 500,
       typed + ".spec.strategy.type: expected string, got &value.valueUnstructured{Value:5}"},
      {deployment(R"(,"spec":[])"), 500, typed + ".spec: expected map, got &{[]}"},
      {deployment(R"(,"spec":{"template":{"spec":{"containers":{}}}})"), 500,
       typed + ".spec.template.spec.containers: expected list, got &{map[]}"},
      {deployment(R"(,"spec":{"template":{"spec":{"containers":[{"name":"c"},{"name":"c"}]}}})"), 500,
       typed + ".spec.template.spec.containers: duplicate entries for key [name=\"c\"]"},
      {deployment(R"(,"spec":{"template":{"spec":{"containers":["c"]}}})"), 500,
       typed + ".spec.template.spec.containers: element 0: associative list with keys may not have non-map elements"},
      {deployment(R"(,"spec":{"a":1},"status":{"b":1})"), 500,
       typed + "errors:\n  .spec.a: field not declared in schema\n  .status.b: field not declared in schema"},
      {R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"managedFields":[]}})", 400, "metadata.managedFields must be nil"},
  };
  for (const auto& c : cases) {
    auto applied = apply(type, "one", c.config);
    ASSERT_FALSE(applied) << c.config;
    EXPECT_EQ(applied.error().code(), c.code) << c.config;
    EXPECT_EQ(applied.error().message(), c.wanted);
  }
  const Document wrong = plain_from_json(R"({"apiVersion":"v1","kind":"Pod"})");
  auto applied =
      apply_configuration(type, nullptr, wrong.root(), {.manager = "one", .api_version = "apps/v1", .kind = "Deployment"}, Force::kNo, {});
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().message(), "invalid object type: /v1, Kind=Pod");
  EXPECT_EQ(applied.error().code(), 400);
}

TEST(MergeObjects, KeepsTheOrderOfLists) {
  const schema::Type& type = type_of_kind("", "v1", "ConfigMap");  // finalizers are a set
  const struct {
    std::string_view object, config, wanted;
  } cases[] = {
      {R"(["a","b"])", R"(["b"])", R"(["a","b"])"},
      {R"(["a","b"])", R"(["b","a"])", R"(["b","a"])"},
      {R"(["a","b","c"])", R"(["c","x"])", R"(["a","b","c","x"])"},
      {R"(["a","b","c"])", R"(["x","a"])", R"(["x","a","b","c"])"},
      {R"(["a","b","c","d"])", R"(["d","x","b"])", R"(["a","c","d","x","b"])"},
      {R"([])", R"(["a"])", R"(["a"])"},
      {R"(["a"])", R"([])", R"(["a"])"},
      {R"(["a"])", "null", R"(["a"])"},
      {R"(null)", R"([])", R"([])"},
      {R"(["a","a","b"])", R"(["b","a"])", R"(["b","a"])"},
  };
  const auto object = [](std::string_view list) { return R"({"metadata":{"finalizers":)" + std::string(list) + "}}"; };
  for (const auto& c : cases) {
    const Document before = plain_from_json(object(c.object));
    const Document config = plain_from_json(object(c.config));
    Arena arena;
    auto merged = merge_objects(type, before.root(), config.root(), arena);
    ASSERT_TRUE(merged);
    EXPECT_EQ(to_json(any_type(), *merged), object(c.wanted)) << c.object << " " << c.config;
  }
}

}  // namespace
}  // namespace pintle::object
