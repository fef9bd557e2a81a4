#include "load/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "load/statistics.h"
#include "load/yaml_tree.h"

namespace pintle::load {
namespace {

constexpr int kSignificantDigits = 5;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + '"';
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.{}g}", value, kSignificantDigits) : "0"; }

std::string row_json(const MeasuredRow& row) {
  std::string figures, rounds;
  for (const auto& [key, values] : row.figures) {
    const char* comma = figures.empty() ? "" : ", ";
    figures += comma + quoted(key) + ": " + number(median(values));
    std::string list;
    for (double value : values) list += (list.empty() ? "" : ", ") + number(value);
    rounds += comma + quoted(key) + ": [" + list + "]";
  }
  return fmt::format("  {{\"name\": {},\n   \"figures\": {{{}}},\n   \"rounds\": {{{}}}}}", quoted(row.name), figures, rounds);
}

std::optional<double> number_of(const YamlNode& node) {
  double value = 0;
  const std::string& text = node.scalar;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

MeasuredRow row_of(const YamlNode& node) {
  MeasuredRow row{.name = node["name"].scalar};
  for (const auto& [key, figure] : node["figures"].members) {
    std::vector<double> values;
    for (const YamlNode& item : node["rounds"][key].items) values.push_back(number_of(item).value_or(0));
    if (values.empty()) {
      const auto value = number_of(figure);
      if (!value) continue;  // a remark in words
      values.push_back(*value);
    }
    row.figures.emplace_back(key, std::move(values));
  }
  return row;
}

template <class List>
auto find_by_first(List& list, std::string_view key) {
  return std::ranges::find_if(list, [&](const auto& entry) { return entry.first == key; });
}

}  // namespace

const std::vector<double>* MeasuredRow::rounds(std::string_view key) const {
  const auto found = find_by_first(figures, key);
  return found == figures.end() ? nullptr : &found->second;
}

std::optional<double> MeasuredRow::median_of(std::string_view key) const {
  const std::vector<double>* values = rounds(key);
  if (values == nullptr) return std::nullopt;
  return median(*values);
}

void Results::add(const Row& row) {
  auto found = std::ranges::find(rows, row.name, &MeasuredRow::name);
  if (found == rows.end()) found = rows.insert(rows.end(), MeasuredRow{.name = row.name});
  for (const auto& [key, value] : row.figures) {
    auto figure = find_by_first(found->figures, key);
    if (figure == found->figures.end()) figure = found->figures.insert(found->figures.end(), {key, {}});
    figure->second.push_back(value);
  }
}

const MeasuredRow* Results::find(std::string_view name) const {
  const auto found = std::ranges::find(rows, name, &MeasuredRow::name);
  return found == rows.end() ? nullptr : &*found;
}

std::string Results::label() const {
  const auto found = find_by_first(meta, "label");
  return found == meta.end() ? "" : found->second;
}

std::string to_json(const Results& results) {
  std::string meta, rows;
  for (const auto& [key, value] : results.meta) meta += (meta.empty() ? "" : ", ") + quoted(key) + ": " + quoted(value);
  for (const MeasuredRow& row : results.rows) rows += (rows.empty() ? "" : ",\n") + row_json(row);
  return "{\"meta\": {" + meta + "},\n \"results\": [\n" + rows + "\n]}\n";
}

Result<Results> parse_results(std::string_view text) {
  PINTLE_TRY(const YamlNode root, parse_yaml(text));
  if (root["results"].items.empty()) return fail(Status::bad_request("no results in the file"));
  Results results;
  for (const auto& [key, value] : root["meta"].members) results.meta.emplace_back(key, value.scalar);
  for (const YamlNode& row : root["results"].items) results.rows.push_back(row_of(row));
  return results;
}

}  // namespace pintle::load
