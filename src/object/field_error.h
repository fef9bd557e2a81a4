// ErrorList: what validation found, with upstream's types and wording, in the order found.
//
//   errors.required(path.child("name"), "");                         // spec.name: Required value
//   errors.invalid(path, quoted("x y"), "must be a DNS label");      // spec.name: Invalid value: "x y": must be a DNS label
//   if (!errors.empty()) return fail(errors.to_status("apps", "Deployment", name));
//
// Values are given as upstream prints them (strings Go-quoted, numbers plain, objects as JSON): see print_value in field_error.cc.
// Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go (ErrorBody, ToAggregate), api/errors.NewInvalid.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "object/field_path.h"
#include "object/go_format.h"  // quoted()

namespace pintle::object {

enum class ErrorType : uint8_t {
  kNotFound,
  kRequired,
  kDuplicate,
  kInvalid,
  kNotSupported,
  kForbidden,
  kTooLong,
  kTooMany,
  kInternal,
  kTypeInvalid,
  kTooShort,
  kTooFew,
};

struct FieldError {
  ErrorType type;
  std::string field;
  std::string value;  // as printed in the message; "" prints none
  std::string detail;
  std::string origin;        // which rule, for the de-duplication with declarative validation
  std::string body() const;  // "Invalid value: \"x\": must be ..."
};

// A string whose Go type is named (enums, UIDs): messages print it as JSON.
std::string json_quoted(std::string_view text);
// Go's encoding/json of a string list, as messages print one: ["a","b"]; "null" when there is none.
std::string printed_list(std::span<const std::string_view> texts);

class ErrorList {
 public:
  void required(const FieldPath& path, std::string_view detail);
  // `value` as printed: quoted("x"), "5", "null", a JSON text.
  void invalid(const FieldPath& path, std::string_view value, std::string_view detail);
  void type_invalid(const FieldPath& path, std::string_view value, std::string_view detail);
  // `supported` is printed in the order given: sort it as upstream does.
  void not_supported(const FieldPath& path, std::string_view value, std::span<const std::string_view> supported);
  void forbidden(const FieldPath& path, std::string_view detail);
  void duplicate(const FieldPath& path, std::string_view value);
  void not_found(const FieldPath& path, std::string_view value);
  // A negative limit is left out of the text.
  void too_long(const FieldPath& path, int64_t bytes_max);
  void too_long_characters(const FieldPath& path, int64_t characters_max);
  void too_short(const FieldPath& path, int64_t characters_min);
  // A negative count is left out of the text.
  void too_many(const FieldPath& path, int64_t count, int64_t count_max);
  void too_few(const FieldPath& path, int64_t count, int64_t count_min);
  void internal(const FieldPath& path, std::string_view detail);
  // invalid() once for each message.
  void invalid_each(const FieldPath& path, std::string_view value, std::span<const std::string> messages);
  // The same of a string, which is shown quoted.
  void invalid_text_each(const FieldPath& path, std::string_view text, std::span<const std::string> messages);
  void add(FieldError error) { errors_.push_back(std::move(error)); }
  void append(ErrorList&& other);

  bool empty() const { return errors_.empty(); }
  size_t size() const { return errors_.size(); }
  std::span<FieldError> errors() { return errors_; }
  std::span<const FieldError> errors() const { return errors_; }
  // "a: Required value", or "[a: Required value, b: ...]"; equal messages once.
  std::string joined() const;
  // The 422 of this list for one object.
  Status to_status(std::string_view group, std::string_view kind, std::string_view name) const;

 private:
  std::vector<FieldError> errors_;
};

}  // namespace pintle::object
