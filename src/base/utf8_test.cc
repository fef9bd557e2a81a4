// Proves that characters are read and written as Go reads and writes them, broken bytes included.
#include "base/utf8.h"

#include <gtest/gtest.h>

#include "base/go_text.h"

namespace pintle {
namespace {

TEST(Utf8, ReadsWhatItWrites) {
  for (char32_t code : {U'a', U'\x7f', U'\u0080', U'\u07ff', U'\u0800', U'\ud7ff', U'\ue000', U'\uffff', U'\U00010000', U'\U0010ffff'}) {
    std::string text;
    append_utf8(code, text);
    const Rune rune = first_rune(text);
    EXPECT_EQ(rune.code, code);
    EXPECT_EQ(rune.size, text.size());
  }
}

TEST(Utf8, WhatIsNoCharacterIsOneByte) {
  for (std::string_view text :
       {"\xff", "\x80", "\xc3(", "\xc3", "\xe2\x82", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80"}) {
    const Rune rune = first_rune(text);
    EXPECT_EQ(rune.code, kRuneError);
    EXPECT_EQ(rune.size, 1);
  }
  EXPECT_EQ(first_rune("\ufffd").size, 3);
}

TEST(Utf8, IsQuotedAsGoDoes) {
  const struct {
    std::string_view text, wanted;
  } cases[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"a\"b\\c", R"("a\"b\\c")"},
      {"\a\b\f\n\r\t\v", R"("\a\b\f\n\r\t\v")"},
      {std::string_view("\0\x1f\x7f", 3), R"("\x00\x1f\x7f")"},
      {"é日😀", R"("é日😀")"},
      {"\u00a0\u200b\ufeff", R"("\u00a0\u200b\ufeff")"},  // spaces and format characters are not printable
      {"\U000e0001", R"("\U000e0001")"},
      {"\xff\xc3(", R"("\xff\xc3(")"},
      {"\xed\xa0\x80", R"("\xed\xa0\x80")"},  // a surrogate is no character
      {"\xc0\x80", R"("\xc0\x80")"},          // nor is an overlong form
      {"\xf4\x90\x80\x80", R"("\xf4\x90\x80\x80")"},
      {"\ufffd", "\"\ufffd\""},
  };
  for (const auto& c : cases) EXPECT_EQ(go_quoted(c.text), c.wanted);
}

}  // namespace
}  // namespace pintle
