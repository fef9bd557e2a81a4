// Query: the parameters of a URL's query string, unescaped, in the order sent.
//
// As Go's url.ParseQuery: '+' is a space, a pair with a bad escape or a ';' is dropped, names may repeat.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pintle::api {

class Query {
 public:
  static Query parse(std::string_view raw);
  bool has(std::string_view name) const;
  // The first value, or "".
  std::string_view get(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

// Percent-decodes one path segment or query part; false when an escape is broken.
enum class Plus { kIsPlus, kIsSpace };
bool unescape(std::string_view text, Plus plus, std::string& out);

}  // namespace pintle::api
