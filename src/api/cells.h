// Cells: one row of a Table, as JSON values in the order of the columns. A kind's `row` fills it.
//
//   cells.text("web"); cells.number(3); cells.age(meta.creation_timestamp(), now);     // json(): "web",3,"5d"
//
// Ownership: owns its text; used again for the next row after clear(). Thread: one.
// Source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go; apimachinery/pkg/util/duration.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pintle::api {

class Cells {
 public:
  void text(std::string_view text);  // quoted and escaped
  void number(int64_t number);
  void boolean(bool value);
  void null();
  // How long a time is past, as kubectl shows it: "5d"; "<unknown>" for "".
  void age(std::string_view rfc3339, int64_t now_seconds);
  // Marks the row's object as one that has ended (TableRowCondition Completed): kubectl may hide it.
  void completed(std::string_view reason, std::string_view message);

  std::string_view json() const { return json_; }                   // "1,\"x\"": cells joined by commas
  std::string_view conditions_json() const { return conditions_; }  // the row's conditions: "[...]", or "" for none
  size_t count() const { return count_; }
  void clear();

 private:
  std::string& next();
  std::string json_;
  std::string conditions_;
  size_t count_ = 0;
};

// A duration in two or three figures: "45s", "3m5s", "2d4h", "5y". Less than -1 s is "<invalid>".
std::string human_duration(int64_t seconds);
// The age of a time: human_duration(now - time), "<unknown>" for "".
std::string age_text(std::string_view rfc3339, int64_t now_seconds);

}  // namespace pintle::api
