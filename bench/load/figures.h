// The figures that have a column in the table or are compared, in the order in which they are shown. Figures that are not here are
// remarks: they stand behind the columns with their key.
#pragma once

#include <span>
#include <string_view>

namespace pintle::load {

enum class Better { kLess, kMore };
enum class Shown { kColumn, kRemark };

struct FigureKind {
  std::string_view key;
  std::string_view heading;
  Better better;
  Shown shown = Shown::kColumn;
};

std::span<const FigureKind> figure_kinds();
const FigureKind* find_figure(std::string_view key);
// Needed to judge a measurement, not to read it: left out of tables.
bool is_kept_for_the_file(std::string_view key, double value);

}  // namespace pintle::load
