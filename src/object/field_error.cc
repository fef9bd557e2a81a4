#include "object/field_error.h"

#include <unordered_set>

#include "object/json.h"

namespace pintle::object {
namespace {

struct ErrorTypeText {
  std::string_view cause;   // meta/v1 CauseType
  std::string_view prefix;  // of the message
};

ErrorTypeText text_of(ErrorType type) {
  switch (type) {
    case ErrorType::kNotFound:
      return {"FieldValueNotFound", "Not found"};
    case ErrorType::kRequired:
      return {"FieldValueRequired", "Required value"};
    case ErrorType::kDuplicate:
      return {"FieldValueDuplicate", "Duplicate value"};
    case ErrorType::kInvalid:
      return {"FieldValueInvalid", "Invalid value"};
    case ErrorType::kNotSupported:
      return {"FieldValueNotSupported", "Unsupported value"};
    case ErrorType::kForbidden:
      return {"FieldValueForbidden", "Forbidden"};
    case ErrorType::kTooLong:
      return {"FieldValueTooLong", "Too long"};
    case ErrorType::kTooMany:
      return {"FieldValueTooMany", "Too many"};
    case ErrorType::kInternal:
      return {"InternalError", "Internal error"};
    case ErrorType::kTypeInvalid:
      return {"FieldValueTypeInvalid", "Invalid value"};
    case ErrorType::kTooShort:
      return {"FieldValueTooShort", "Too short"};
    case ErrorType::kTooFew:
      return {"FieldValueTooFew", "Too few"};
  }
  return {};
}

// "may not be more than 3 bytes"; `otherwise` when there is no limit to name.
std::string limit_text(std::string_view before, int64_t limit, std::string_view unit, std::string_view otherwise) {
  if (limit < 0) return std::string(otherwise);
  std::string text(before);
  text.append(" ").append(std::to_string(limit)).append(" ").append(unit);
  if (limit != 1) text += 's';
  return text;
}

}  // namespace

std::string FieldError::body() const {
  std::string text(text_of(type).prefix);
  if (!value.empty()) text.append(": ").append(value);
  if (!detail.empty()) text.append(": ").append(detail);
  return text;
}

std::string json_quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string printed_list(std::span<const std::string_view> texts) {
  std::string out = "[";
  for (std::string_view text : texts) {
    if (out.size() > 1) out += ',';
    append_json_string(text, out);
  }
  return texts.empty() ? "null" : out + "]";
}

void ErrorList::required(const FieldPath& path, std::string_view detail) {
  add({.type = ErrorType::kRequired, .field = path.to_string(), .detail = std::string(detail)});
}

void ErrorList::invalid(const FieldPath& path, std::string_view value, std::string_view detail) {
  add({.type = ErrorType::kInvalid, .field = path.to_string(), .value = std::string(value), .detail = std::string(detail)});
}

void ErrorList::invalid_each(const FieldPath& path, std::string_view value, std::span<const std::string> messages) {
  for (const std::string& message : messages) invalid(path, value, message);
}

void ErrorList::invalid_text_each(const FieldPath& path, std::string_view text, std::span<const std::string> messages) {
  if (!messages.empty()) invalid_each(path, quoted(text), messages);
}

void ErrorList::type_invalid(const FieldPath& path, std::string_view value, std::string_view detail) {
  add({.type = ErrorType::kTypeInvalid, .field = path.to_string(), .value = std::string(value), .detail = std::string(detail)});
}

void ErrorList::not_supported(const FieldPath& path, std::string_view value, std::span<const std::string_view> supported) {
  std::string detail;
  for (std::string_view text : supported) detail.append(detail.empty() ? "supported values: " : ", ").append(quoted(text));
  add({.type = ErrorType::kNotSupported, .field = path.to_string(), .value = std::string(value), .detail = std::move(detail)});
}

void ErrorList::forbidden(const FieldPath& path, std::string_view detail) {
  add({.type = ErrorType::kForbidden, .field = path.to_string(), .detail = std::string(detail)});
}

void ErrorList::duplicate(const FieldPath& path, std::string_view value) {
  add({.type = ErrorType::kDuplicate, .field = path.to_string(), .value = std::string(value)});
}

void ErrorList::not_found(const FieldPath& path, std::string_view value) {
  add({.type = ErrorType::kNotFound, .field = path.to_string(), .value = std::string(value)});
}

void ErrorList::too_long(const FieldPath& path, int64_t bytes_max) {
  add({.type = ErrorType::kTooLong,
       .field = path.to_string(),
       .detail = limit_text("may not be more than", bytes_max, "byte", "value is too long")});
}

void ErrorList::too_long_characters(const FieldPath& path, int64_t characters_max) {
  add({.type = ErrorType::kTooLong,
       .field = path.to_string(),
       .detail = limit_text("may not be more than", characters_max, "character", "value is too long")});
}

void ErrorList::too_short(const FieldPath& path, int64_t characters_min) {
  add({.type = ErrorType::kTooShort,
       .field = path.to_string(),
       .detail = limit_text("must be at least", characters_min, "character", "value is too short")});
}

void ErrorList::too_many(const FieldPath& path, int64_t count, int64_t count_max) {
  add({.type = ErrorType::kTooMany,
       .field = path.to_string(),
       .value = count < 0 ? "" : std::to_string(count),
       .detail = limit_text("must have at most", count_max, "item", "has too many items")});
}

void ErrorList::too_few(const FieldPath& path, int64_t count, int64_t count_min) {
  add({.type = ErrorType::kTooFew,
       .field = path.to_string(),
       .value = std::to_string(count),
       .detail = limit_text("must have at least", count_min, "item", "has too few items")});
}

void ErrorList::internal(const FieldPath& path, std::string_view detail) {
  add({.type = ErrorType::kInternal, .field = path.to_string(), .detail = std::string(detail)});
}

void ErrorList::append(ErrorList&& other) {
  errors_.insert(errors_.end(), std::make_move_iterator(other.errors_.begin()), std::make_move_iterator(other.errors_.end()));
}

std::string ErrorList::joined() const {
  std::unordered_set<std::string> seen;
  std::string text;
  for (const FieldError& error : errors_) {
    auto [message, fresh] = seen.insert(error.field + ": " + error.body());
    if (fresh) text.append(text.empty() ? "" : ", ").append(*message);
  }
  return seen.size() > 1 ? "[" + text + "]" : text;
}

Status ErrorList::to_status(std::string_view group, std::string_view kind, std::string_view name) const {
  std::vector<StatusCause> causes;
  causes.reserve(errors_.size());
  for (const FieldError& error : errors_) {
    causes.push_back({.type = std::string(text_of(error.type).cause), .message = error.body(), .field = error.field});
  }
  return Status::invalid(group, kind, name, std::move(causes), joined());
}

}  // namespace pintle::object
