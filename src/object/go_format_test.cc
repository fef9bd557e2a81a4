// Proves that characters and plain trees print as Go's %U and %v print them.
#include "object/go_format.h"

#include <gtest/gtest.h>

#include "object/document.h"

namespace pintle::object {
namespace {

TEST(GoFormat, NamesCharacters) {
  EXPECT_EQ(unicode_name(7), "U+0007");
  EXPECT_EQ(unicode_name('a'), "U+0061 'a'");
  EXPECT_EQ(unicode_name(0xFEFF), "U+FEFF");
  EXPECT_EQ(unicode_name(0x1F600), "U+1F600 '😀'");
}

TEST(GoFormat, PrintsDoubles) {
  const struct {
    double value;
    std::string_view wanted;
  } cases[] = {{0, "0"},       {1, "1"},        {1.5, "1.5"},     {-0.1, "-0.1"},  {100000, "100000"},
               {1e6, "1e+06"}, {1e21, "1e+21"}, {1e-4, "0.0001"}, {1e-5, "1e-05"}, {123456789.5, "1.234567895e+08"}};
  for (const auto& c : cases) {
    std::string out;
    append_double(c.value, out);
    EXPECT_EQ(out, c.wanted);
  }
}

TEST(GoFormat, PrintsTrees) {
  Arena arena;
  Value list = Value::empty_list();
  list.append(arena, Value::integer(1));
  list.append(arena, Value::boolean(true));
  list.append(arena, Value());
  Value map = Value::empty_map();
  map.set(arena, "b", list);
  map.set(arena, "a", Value::string("x y"));
  map.set(arena, "c", Value::empty_map());
  EXPECT_EQ(format_value(map), "map[a:x y b:[1 true <nil>] c:map[]]");
  EXPECT_EQ(go_syntax(map),
            R"(map[string]interface {}{"a":"x y", "b":[]interface {}{1, true, interface {}(nil)}, "c":map[string]interface {}{}})");
}

}  // namespace
}  // namespace pintle::object
