// Proves that an arena's memory is aligned, separate and kept until its end, and that a copied tree shares nothing with its source.
#include "object/document.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace pintle::object {
namespace {

TEST(Arena, GivesSeparateAlignedMemory) {
  Arena arena(64);
  std::vector<std::pair<char*, size_t>> given;
  for (size_t i = 0; i < 200; ++i) {
    size_t bytes = (i * 37) % 5000;
    auto* memory = static_cast<char*>(arena.allocate(bytes));
    ASSERT_NE(memory, nullptr);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % 8, 0u);
    std::memset(memory, static_cast<int>(i), bytes);
    given.emplace_back(memory, bytes);
  }
  Arena moved = std::move(arena);
  for (size_t i = 0; i < given.size(); ++i) {
    for (size_t b = 0; b < given[i].second; ++b) ASSERT_EQ(given[i].first[b], static_cast<char>(i));
  }
}

TEST(Arena, NothingCostsLittle) {
  Arena arena(1024);
  for (int i = 0; i < 100; ++i) {
    EXPECT_NE(arena.allocate(0), nullptr);
    EXPECT_TRUE(arena.make_array<Value>(0).empty());
    EXPECT_TRUE(arena.copy("").empty());
  }
  EXPECT_LT(arena.bytes_allocated(), 2048u);
}

TEST(Arena, KeepsBytesAlive) {
  Arena arena;
  std::string_view view;
  {
    Bytes bytes = Bytes::copy("still here, and long enough not to be inline");
    view = bytes.view();
    arena.keep(std::move(bytes));
  }
  EXPECT_EQ(view, "still here, and long enough not to be inline");
}

TEST(Document, CloneSharesNothing) {
  Document copy(nullptr);
  {
    Document source(nullptr);
    Arena& arena = source.arena();
    source.root() = Value::empty_struct();
    Value labels = Value::empty_map();
    labels.set(arena, arena.copy("app"), Value::string(arena.copy("web")));
    Value list = Value::empty_list();
    list.append(arena, Value::real(1.5));
    source.root().set(arena, 1, labels);
    source.root().set(arena, 3, list);
    source.root().set(arena, 4, Value::boolean(true));
    copy = source.clone();
    source.root().get(uint16_t{1})->set(arena, "app", Value::string("changed"));
  }
  const Value& root = copy.root();
  ASSERT_EQ(root.size(), 3u);
  EXPECT_EQ(root.get(uint16_t{1})->get("app")->as_string(), "web");
  EXPECT_EQ(root.get(uint16_t{3})->items()[0].as_double(), 1.5);
  EXPECT_EQ(root.fields()[2].field(), 4);
  EXPECT_TRUE(root.get(uint16_t{4})->as_bool());
}

}  // namespace
}  // namespace pintle::object
