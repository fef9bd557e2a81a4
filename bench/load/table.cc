#include "load/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "load/figures.h"
#include "load/statistics.h"

namespace pintle::load {
namespace {

size_t width_of(std::string_view cell) {  // characters, not bytes: headings have a µ
  return static_cast<size_t>(std::ranges::count_if(cell, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool is_number(std::string_view cell) { return cell.find_first_not_of("0123456789.-x") == std::string_view::npos; }

struct Column {
  size_t width = 0;
  bool numbers = true;
  bool empty = true;
};

std::vector<Column> columns_of(const std::vector<std::vector<std::string>>& rows) {
  std::vector<Column> columns(rows.empty() ? 0 : rows.front().size());
  for (size_t i = 0; i < columns.size(); ++i) {
    columns[i].width = width_of(rows.front()[i]);
    for (size_t r = 1; r < rows.size(); ++r) {
      const std::string& cell = rows[r][i];
      columns[i].width = std::max(columns[i].width, width_of(cell));
      columns[i].numbers = columns[i].numbers && is_number(cell);
      columns[i].empty = columns[i].empty && cell.empty();
    }
  }
  return columns;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<Column>& columns) {
  std::string line = "|";
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].empty) continue;
    const std::string padding(columns[i].width - width_of(cells[i]), ' ');
    line += columns[i].numbers ? " " + padding + cells[i] + " |" : " " + cells[i] + padding + " |";
  }
  return line + "\n";
}

std::string rule_of(const std::vector<Column>& columns) {
  std::string line = "|";
  for (const Column& column : columns) {
    if (!column.empty) line += std::string(column.width + 1, '-') + (column.numbers ? ":|" : "-|");
  }
  return line + "\n";
}

std::string remarks_of(const MeasuredRow& row) {
  std::string remarks;
  for (const auto& [key, values] : row.figures) {
    const FigureKind* kind = find_figure(key);
    const double value = median(values);
    if ((kind != nullptr && kind->shown == Shown::kColumn) || is_kept_for_the_file(key, value)) continue;
    remarks += fmt::format("{}{} {}", remarks.empty() ? "" : ", ", key, three_digits(value));
  }
  return remarks;
}

}  // namespace

std::string three_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return "0";
  const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return fmt::format("{:.{}f}", value, std::clamp(3 - before_point, 0, 6));
}

std::string markdown_table(const std::vector<std::vector<std::string>>& rows) {
  const std::vector<Column> columns = columns_of(rows);
  std::string table;
  for (size_t r = 0; r < rows.size(); ++r) {
    table += line_of(rows[r], columns);
    if (r == 0) table += rule_of(columns);
  }
  return table;
}

std::string table_of(const Results& results) {
  std::vector<std::vector<std::string>> rows(1, {"workload"});
  for (const FigureKind& kind : figure_kinds()) {
    if (kind.shown == Shown::kColumn) rows.front().emplace_back(kind.heading);
  }
  rows.front().emplace_back("and");
  for (const MeasuredRow& measured : results.rows) {
    std::vector<std::string> cells{measured.name};
    for (const FigureKind& kind : figure_kinds()) {
      if (kind.shown != Shown::kColumn) continue;
      const auto value = measured.median_of(kind.key);
      cells.push_back(value ? three_digits(*value) : "");
    }
    cells.push_back(remarks_of(measured));
    rows.push_back(std::move(cells));
  }
  return markdown_table(rows);
}

}  // namespace pintle::load
