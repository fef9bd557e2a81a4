// A URL taken apart as Go's net/url does, as far as rules about URLs ask: parts, and why it is none.
//
//   PINTLE_TRY(GoUrl url, GoUrl::parse("https://a:1/b?c#d"));     // scheme https, host a:1, query c, fragment d
//
// Views live as long as the text. Thread: pure. Errors: Go's text (`parse "...": invalid port ":x" after host`).
// Source: Go's net/url (Parse).
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"

namespace pintle {

struct GoUrl {
  std::string scheme;  // lower case
  std::string_view host;
  std::optional<std::string_view> user;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;

  static Result<GoUrl> parse(std::string_view text);
};

}  // namespace pintle
