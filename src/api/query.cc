#include "api/query.h"

namespace pintle::api {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool unescape(std::string_view text, Plus plus, std::string& out) {
  out.reserve(out.size() + text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i] == '+' && plus == Plus::kIsSpace ? ' ' : text[i]);
    }
  }
  return true;
}

Query Query::parse(std::string_view raw) {
  Query query;
  while (!raw.empty()) {
    const size_t end = raw.find('&');
    const std::string_view pair = raw.substr(0, end);
    raw = end == std::string_view::npos ? std::string_view() : raw.substr(end + 1);
    if (pair.empty() || pair.find(';') != std::string_view::npos) continue;
    const size_t equals = pair.find('=');
    std::string name;
    std::string value;
    if (!unescape(pair.substr(0, equals), Plus::kIsSpace, name)) continue;
    if (equals != std::string_view::npos && !unescape(pair.substr(equals + 1), Plus::kIsSpace, value)) continue;
    query.pairs_.emplace_back(std::move(name), std::move(value));
  }
  return query;
}

bool Query::has(std::string_view name) const {
  for (const auto& pair : pairs_)
    if (pair.first == name) return true;
  return false;
}

std::string_view Query::get(std::string_view name) const {
  for (const auto& pair : pairs_)
    if (pair.first == name) return pair.second;
  return {};
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& pair : pairs_)
    if (pair.first == name) values.emplace_back(pair.second);
  return values;
}

}  // namespace pintle::api
