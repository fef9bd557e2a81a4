// The one table of a run, and the comparison of two, as Markdown that also reads well in a terminal.
#pragma once

#include <string>
#include <vector>

#include "load/results.h"

namespace pintle::load {

// Cells, the headings first. Columns without any value are left out; numbers are right-aligned.
std::string markdown_table(const std::vector<std::vector<std::string>>& rows);

// A row for each workload: the figures that have a column, then the others as remarks, each the median of its rounds.
std::string table_of(const Results& results);

// A number with three significant digits, without an exponent: 0.0123, 12.3, 12345.
std::string three_digits(double value);

}  // namespace pintle::load
