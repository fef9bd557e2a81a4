// Proves that comma-separated text gives the records and the errors that Go's encoding/csv gives.
#include "base/csv.h"

#include <gtest/gtest.h>

namespace pintle {
namespace {

using Records = std::vector<std::vector<std::string>>;

TEST(Csv, Records) {
  struct Case {
    std::string_view name, text;
    Records wanted;
    std::string error;
  };
  const Case cases[] = {
      {"empty", "", {}},
      {"one", "a,b,c\n", {{"a", "b", "c"}}},
      {"no line end", "a,b", {{"a", "b"}}},
      {"carriage returns", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"empty lines", "\na\n\n\r\nb\n\n", {{"a"}, {"b"}}},
      {"empty fields", ",\n,,\n", {{"", ""}, {"", "", ""}}},
      {"quoted", "t,u,1,\"a,b\"\n", {{"t", "u", "1", "a,b"}}},
      {"doubled quotes", "\"a \"\"b\"\"\",c\n", {{"a \"b\"", "c"}}},
      {"quoted line end", "\"a\nb\",c\nd\n", {{"a\nb", "c"}, {"d"}}},
      {"quoted and empty", "\"\",\"\"", {{"", ""}}},
      {"spaces stay", " a , b ", {{" a ", " b "}}},
      {"bare quote", "a \"b\",c\n", {}, "parse error on line 1, column 3: bare \" in non-quoted-field"},
      {"text after quote", "\"a\" b,c\n", {}, "parse error on line 1, column 3: extraneous or missing \" in quoted-field"},
      {"never closed",
       "x\n\"a\nb\n",
       {{"x"}},
       "record on line 2; parse error on line 3, column 3: extraneous or missing \" in quoted-field"},
      {"carriage return at the end", "a,b\r", {{"a", "b"}}},
  };
  for (const Case& c : cases) {
    CsvReader reader(c.text);
    Records records;
    std::string error;
    while (true) {
      auto record = reader.next();
      if (!record) {
        error = record.error().message();
        break;
      }
      if (!*record) break;
      records.push_back(**record);
    }
    EXPECT_EQ(records, c.wanted) << c.name;
    EXPECT_EQ(error, c.error) << c.name;
  }
}

}  // namespace
}  // namespace pintle
