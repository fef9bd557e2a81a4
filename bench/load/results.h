// Results: the figures of one server, by workload, over rounds; and their file.
//
// A row has a workload's name and figures by key, such as {"server_cpu_us_per_op", 14.2}. Measured again in another round it gains one
// more value for each key; tables show medians. The names and keys, once written, are kept: files of different days are compared by them.
//
// File: {"meta": {...}, "results": [{"name": "...", "figures": {key: median}, "rounds": {key: [values]}}]}; "rounds" may be absent, and
// figures that are no numbers are passed over: so files of the outside client (`make bench-outside`), whose names are the same, are read
// too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace pintle::load {

struct Row {
  std::string name;
  std::vector<std::pair<std::string, double>> figures{};

  void set(std::string_view key, double value) { figures.emplace_back(key, value); }
};

struct MeasuredRow {
  std::string name;
  std::vector<std::pair<std::string, std::vector<double>>> figures;  // a value for each round

  const std::vector<double>* rounds(std::string_view key) const;
  std::optional<double> median_of(std::string_view key) const;
};

struct Results {
  std::vector<std::pair<std::string, std::string>> meta;
  std::vector<MeasuredRow> rows;

  void add(const Row& row);
  const MeasuredRow* find(std::string_view name) const;
  std::string label() const;  // of meta; "" when there is none
};

std::string to_json(const Results& results);
// Errors: 400 for what is no such file.
Result<Results> parse_results(std::string_view text);

}  // namespace pintle::load
