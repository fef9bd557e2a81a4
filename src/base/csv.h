// CsvReader: records of comma-separated text as Go's encoding/csv reads it, which token files and list flags are written in.
//
//   CsvReader reader(text);
//   while (true) {
//     PINTLE_TRY(auto record, reader.next());   // nullopt at the end
//     if (!record) break;
//   }
//
// Fields may be quoted; a quoted field may hold commas, line ends and doubled quotes. Empty lines are skipped.
// Errors: 400 with Go's message, such as `parse error on line 1, column 3: bare " in non-quoted-field`.
// Ownership: the text must outlive the reader; records are copies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}
  Result<std::optional<std::vector<std::string>>> next();

 private:
  // The next line with its '\n' ("\r\n" becomes "\n"); false at the end.
  bool read_line();
  Result<std::string> plain_field();
  Result<std::string> quoted_field();
  std::unexpected<Status> error(size_t column, std::string_view why) const;

  std::string_view rest_;
  std::string line_;     // the line being read
  size_t position_ = 0;  // in line_
  int line_number_ = 0;  // of line_, from 1
  int record_line_ = 0;  // where the record began
  bool record_ended_ = false;
};

}  // namespace pintle
