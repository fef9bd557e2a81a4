// Go's strconv.Atoi: decimal numbers, as texts of Kubernetes have them that are no numbers in JSON (schedules, index lists, percentages).
//
// Errors: 400 whose message is Go's: `strconv.Atoi: parsing "x": invalid syntax`. Source: Go's strconv.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace pintle {

Result<int64_t> parse_go_atoi(std::string_view text);

}  // namespace pintle
