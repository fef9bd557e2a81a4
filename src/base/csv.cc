#include "base/csv.h"

namespace pintle {

bool CsvReader::read_line() {
  if (rest_.empty()) return false;
  size_t end = rest_.find('\n');
  bool complete = end != std::string_view::npos;
  line_ = rest_.substr(0, complete ? end : rest_.size());
  rest_.remove_prefix(complete ? end + 1 : rest_.size());
  if (line_.ends_with('\r')) line_.pop_back();
  if (complete) line_ += '\n';
  position_ = 0;
  ++line_number_;
  return true;
}

std::unexpected<Status> CsvReader::error(size_t column, std::string_view why) const {
  std::string at =
      "parse error on line " + std::to_string(line_number_) + ", column " + std::to_string(column + 1) + ": " + std::string(why);
  if (record_line_ != line_number_) at = "record on line " + std::to_string(record_line_) + "; " + at;
  return fail(Status::bad_request(std::move(at)));
}

Result<std::string> CsvReader::plain_field() {
  size_t end = line_.find(',', position_);
  record_ended_ = end == std::string::npos;
  if (record_ended_) end = line_.size() - (line_.ends_with('\n') ? 1 : 0);
  std::string field = line_.substr(position_, end - position_);
  if (size_t quote = field.find('"'); quote != std::string::npos) return error(position_ + quote, "bare \" in non-quoted-field");
  position_ = end + 1;
  return field;
}

Result<std::string> CsvReader::quoted_field() {
  constexpr std::string_view kExtraneous = "extraneous or missing \" in quoted-field";
  std::string field;
  ++position_;
  while (true) {
    size_t quote = line_.find('"', position_);
    if (quote == std::string::npos) {
      field += line_.substr(position_);
      size_t line_end = line_.size();
      if (!read_line()) return error(line_end, kExtraneous);
      continue;
    }
    field += line_.substr(position_, quote - position_);
    position_ = quote + 1;
    char next = position_ < line_.size() ? line_[position_] : '\n';
    if (next != '"' && next != ',' && next != '\n') return error(quote, kExtraneous);
    ++position_;
    if (next != '"') {
      record_ended_ = next == '\n';
      return field;
    }
    field += '"';
  }
}

Result<std::optional<std::vector<std::string>>> CsvReader::next() {
  do {
    if (!read_line()) return std::nullopt;
  } while (line_.empty() || line_ == "\n");
  record_line_ = line_number_;
  std::vector<std::string> fields;
  do {
    bool quoted = position_ < line_.size() && line_[position_] == '"';
    PINTLE_TRY(std::string field, quoted ? quoted_field() : plain_field());
    fields.push_back(std::move(field));
  } while (!record_ended_);
  return fields;
}

}  // namespace pintle
