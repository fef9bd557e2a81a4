// Proves that an Object gives back what it was made of, that an encoding is made once and shared, and that the budget of encodings is
// kept by dropping the oldest, from any thread.
#include "cache/object.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "cache/object_reader.h"
#include "cache/test_pods.h"
#include "object/storage.h"

namespace pintle::cache {
namespace {

using testing::ElementsAre;

ObjectReader pod_reader(EncodingBudget& budget) { return *ObjectReader::create(pods_spec(), budget); }

ObjectPtr read(const ObjectReader& reader, const TestPod& pod, int64_t revision) {
  object::Attributes scratch;
  return reader.read({pod.key(), revision, 1}, pod_bytes(pod), scratch);
}

std::vector<std::string> fields_of(const Object& object) {
  std::vector<std::string> fields;
  for (size_t i = 0; i < object.field_count(); ++i) fields.emplace_back(object.field(i));
  return fields;
}

TEST(Object, HoldsWhatTheStoreGave) {
  EncodingBudget budget;
  const ObjectPtr object = read(pod_reader(budget), {.name = "web", .node = "n1", .labels = {{"app", "web"}, {"tier", ""}}}, 42);
  EXPECT_EQ(object->key(), "/registry/pods/default/web");
  EXPECT_EQ(object->revision(), 42);
  EXPECT_EQ(object->create_revision(), 1);
  EXPECT_TRUE(object->readable());
  EXPECT_THAT(fields_of(*object), ElementsAre("web", "default", "n1", ""));
  ASSERT_EQ(object->label_count(), 2u);
  EXPECT_EQ(object->label(0).key, "app");
  EXPECT_EQ(object->find_label("app"), "web");
  EXPECT_EQ(object->find_label("tier"), "");
  EXPECT_EQ(object->find_label("ap"), std::nullopt);
  EXPECT_EQ(object::scan_metadata(object->canonical())->resource_version, "42");
}

TEST(Object, WithRevisionChangesTheRevisionOnly) {
  EncodingBudget budget;
  const ObjectReader reader = pod_reader(budget);
  const ObjectPtr object = read(reader, {.node = "n1", .labels = {{"app", "web"}}}, 9);
  const ObjectPtr later = reader.with_revision(*object, 12345);
  EXPECT_EQ(later->key(), object->key());
  EXPECT_EQ(later->revision(), 12345);
  EXPECT_EQ(later->create_revision(), object->create_revision());
  EXPECT_EQ(fields_of(*later), fields_of(*object));
  EXPECT_EQ(object::scan_metadata(later->canonical())->resource_version, "12345");
  EXPECT_EQ(object::scan_metadata(object->canonical())->resource_version, "9");
}

TEST(Object, TextsThatDoNotStandInTheBytes) {
  EncodingBudget budget;
  const ObjectReader reader =
      *ObjectReader::create({.name = "jobs",
                             .key_prefix = "/registry/jobs/",
                             .type = schema::find_builtin_kind("batch", "v1", "Job"),
                             .selectable_fields = {{.name = "status.successful", .path = "status.succeeded"}, {.name = "metadata.name"}}},
                            budget);
  object::Attributes scratch;
  const Bytes json = Bytes::copy(R"({"metadata":{"name":"a\u0062","labels":{"x\/y":"\u007a"}},"status":{"succeeded":3}})");
  const ObjectPtr object = reader.read({"/registry/jobs/default/ab", 5, 5}, json, scratch);
  scratch.clear();
  ASSERT_TRUE(object->readable());
  EXPECT_THAT(fields_of(*object), ElementsAre("3", "ab"));
  EXPECT_EQ(object->find_label("x/y"), "z");
}

TEST(Object, FallbackWhenTheFieldIsEmpty) {
  EncodingBudget budget;
  const ObjectReader reader = *ObjectReader::create(
      {.name = "events",
       .key_prefix = "/registry/events/",
       .type = schema::find_builtin_kind("", "v1", "Event"),
       .selectable_fields = {{.name = "source", .path = "source.component", .fallback = "reportingComponent"}, {.name = "reason"}}},
      budget);
  object::Attributes scratch;
  const auto source_of = [&](const char* json) {
    return fields_of(*reader.read({"/registry/events/default/e", 5, 5}, Bytes::copy(json), scratch));
  };
  EXPECT_THAT(source_of(R"({"source":{"component":"kubelet"},"reportingComponent":"other"})"), ElementsAre("kubelet", ""));
  EXPECT_THAT(source_of(R"({"source":{},"reportingComponent":"other","reason":"Killing"})"), ElementsAre("other", "Killing"));
}

TEST(Object, DamagedBytesAreKeptAsUnreadable) {
  EncodingBudget budget;
  object::Attributes scratch;
  const Bytes stored = Bytes::copy(std::string_view("k8s\0\xff\xff\xff", 7));
  const ObjectPtr object = pod_reader(budget).read({"/registry/pods/default/web", 7, 3}, stored, scratch);
  EXPECT_FALSE(object->readable());
  EXPECT_EQ(object->canonical().view(), stored.view());
  EXPECT_EQ(object->revision(), 7);
  EXPECT_EQ(object->field(2), "");
  EXPECT_FALSE(pod_reader(budget).with_revision(*object, 8)->readable());
}

TEST(Encodings, AreMadeOnceAndShared) {
  EncodingBudget budget;
  const ObjectPtr object = read(pod_reader(budget), {}, 2);
  int made = 0;
  const auto make = [&made] {
    ++made;
    return Bytes::copy("{}");
  };
  EXPECT_FALSE(object->find_encoding(1));
  const Bytes first = object->encoding(1, make);
  EXPECT_TRUE(object->encoding(1, make).same(first));
  EXPECT_EQ(made, 1);
  EXPECT_EQ(object->encoding(2, [] { return Bytes::copy("other"); }).view(), "other");
  EXPECT_TRUE(object->find_encoding(1)->same(first));
}

TEST(Encodings, TheOldestGoFirstAndNothingIsLeft) {
  EncodingBudget budget(1 << 20);
  const ObjectReader reader = pod_reader(budget);
  constexpr size_t kEncodingBytes = 8000;
  std::vector<ObjectPtr> objects;
  for (int i = 0; i < 400; ++i) {
    objects.push_back(read(reader, {.name = "web-" + std::to_string(i)}, i + 1));
    objects.back()->encoding(0, [] { return Bytes::take(std::string(kEncodingBytes, 'x')); });
    EXPECT_LE(budget.bytes(), size_t{1} << 20);
  }
  EXPECT_FALSE(objects.front()->find_encoding(0));
  EXPECT_TRUE(objects.back()->find_encoding(0));
  EXPECT_GT(budget.bytes(), size_t{1} << 19);
  objects.clear();
  EXPECT_EQ(budget.bytes(), 0u);
}

TEST(Encodings, WhoReadsEverythingDropsNothing) {
  EncodingBudget budget(1 << 20);
  const ObjectReader reader = pod_reader(budget);
  std::vector<ObjectPtr> objects;
  for (int i = 0; i < 400; ++i) {
    objects.push_back(read(reader, {.name = "web-" + std::to_string(i)}, i + 1));
    objects.back()->encoding(0, [] { return Bytes::take(std::string(8000, 'x')); }, Admit::kIfRoom);
  }
  EXPECT_TRUE(objects.front()->find_encoding(0));
  EXPECT_FALSE(objects.back()->find_encoding(0));
  objects.back()->encoding(0, [] { return Bytes::copy("{}"); });
  EXPECT_TRUE(objects.back()->find_encoding(0));
}

TEST(Encodings, TheyGoWithTheTime) {
  EncodingBudget budget;
  const ObjectPtr object = read(pod_reader(budget), {}, 2);
  budget.age();
  object->encoding(0, [] { return Bytes::copy("{}"); });
  budget.age();
  object->encoding(1, [] { return Bytes::copy("{}"); });
  EXPECT_TRUE(object->find_encoding(0));
  budget.age();
  EXPECT_FALSE(object->find_encoding(0));
  EXPECT_TRUE(object->find_encoding(1));
  budget.age();
  EXPECT_FALSE(object->find_encoding(1));
  EXPECT_EQ(budget.bytes(), 0u);
}

TEST(Encodings, WhatIsTooLargeIsNotRemembered) {
  EncodingBudget budget(1 << 16);
  const ObjectPtr object = read(pod_reader(budget), {}, 2);
  EXPECT_EQ(object->encoding(0, [] { return Bytes::take(std::string(1 << 16, 'x')); }).size(), size_t{1} << 16);
  EXPECT_FALSE(object->find_encoding(0));
  EXPECT_EQ(budget.bytes(), 0u);
}

TEST(Encodings, FromManyThreads) {
  EncodingBudget budget(1 << 16);
  const ObjectReader reader = pod_reader(budget);
  std::vector<std::thread> threads;
  std::vector<ObjectPtr> shared;
  for (int i = 0; i < 16; ++i) shared.push_back(read(reader, {.name = "shared-" + std::to_string(i)}, i + 1));
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int step = 0; step < 2000; ++step) {
        const ObjectPtr& object = shared[static_cast<size_t>((step * 7 + thread) % 16)];
        const auto slot = static_cast<uint8_t>(step % 3);
        const std::string wanted = std::to_string(object->revision()) + "/" + std::to_string(slot) + std::string(600, ' ');
        EXPECT_EQ(object->encoding(slot, [&] { return Bytes::copy(wanted); }).view(), wanted);
        // Objects that come and go while others push out their encodings.
        const ObjectPtr own = read(reader, {.name = "own"}, step + 1);
        own->encoding(0, [&] { return Bytes::copy(wanted); });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  shared.clear();
  EXPECT_EQ(budget.bytes(), 0u);
}

}  // namespace
}  // namespace pintle::cache
