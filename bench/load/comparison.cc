#include "load/comparison.h"

#include <algorithm>
#include <array>

#include "load/figures.h"
#include "load/table.h"

namespace pintle::load {
namespace {

// What is left of the columns when two servers stand side by side.
constexpr std::array<std::string_view, 5> kDetails = {"p90_ms", "max_ms", "api_cpu_us_per_op", "store_cpu_us_per_op", "ttfb_ms"};

bool is_shown(std::string_view key, Compare what) {
  if (find_figure(key) == nullptr || key == "client_cpu_us_per_op") return false;
  return what == Compare::kAllFigures || std::ranges::find(kDetails, key) == kDetails.end();
}

bool all_above_zero(const std::vector<double>& values) {
  return !values.empty() && std::ranges::all_of(values, [](double value) { return value > 0; });
}

// "Only in LABEL: a, b.\n", or "" when everything has a counterpart.
std::string without_counterpart(const Results& results, const Results& other, const std::string& label) {
  std::string names;
  for (const MeasuredRow& row : results.rows) {
    if (other.find(row.name) == nullptr) names += (names.empty() ? "" : ", ") + row.name;
  }
  return names.empty() ? "" : "\nOnly in " + label + ": " + names + ".\n";
}

}  // namespace

std::optional<Spread> times_better(std::string_view key, const std::vector<double>& first, const std::vector<double>& second) {
  const FigureKind* kind = find_figure(key);
  if (kind == nullptr || !all_above_zero(first) || !all_above_zero(second)) return std::nullopt;
  const auto ratio = [&](double a, double b) { return kind->better == Better::kLess ? a / b : b / a; };
  if (first.size() != second.size()) return spread({ratio(median(first), median(second))});
  std::vector<double> ratios;
  for (size_t i = 0; i < first.size(); ++i) ratios.push_back(ratio(first[i], second[i]));
  return spread(ratios);
}

std::string comparison_of(const Results& first, const Results& second, Compare what) {
  const auto label = [](const Results& results, const char* otherwise) {
    return results.label().empty() ? std::string(otherwise) : results.label();
  };
  const std::string first_label = label(first, "first"), second_label = label(second, "second");
  std::vector<std::vector<std::string>> rows{{"workload", "figure", first_label, second_label, "better x", "least", "most"}};
  for (const MeasuredRow& row : first.rows) {
    const MeasuredRow* other = second.find(row.name);
    if (other == nullptr) continue;
    for (const auto& [key, values] : row.figures) {
      const std::vector<double>* others = other->rounds(key);
      if (others == nullptr || !is_shown(key, what)) continue;
      std::vector<std::string> cells{row.name, key, three_digits(median(values)), three_digits(median(*others)), "", "", ""};
      if (const auto ratio = times_better(key, values, *others)) {
        cells[4] = three_digits(ratio->median);
        if (values.size() > 1 && values.size() == others->size()) {
          cells[5] = three_digits(ratio->least);
          cells[6] = three_digits(ratio->most);
        }
      }
      rows.push_back(std::move(cells));
    }
  }
  return markdown_table(rows) + without_counterpart(first, second, first_label) + without_counterpart(second, first, second_label);
}

}  // namespace pintle::load
