#include "object/field_selector.h"

#include <algorithm>

#include "base/utf8.h"

namespace pintle::object {
namespace {

// A comma that is not escaped ends a term.
std::vector<std::string_view> split_terms(std::string_view text) {
  std::vector<std::string_view> terms;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == ',') {
      terms.push_back(text.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  terms.push_back(text.substr(begin));
  return terms;
}

struct Term {
  std::string_view field;
  std::string_view symbol;
  std::string_view value;
};

// At the first operator; nothing is escaped on its left.
std::optional<Term> split_term(std::string_view term) {
  for (size_t at = 0; at < term.size(); ++at) {
    for (std::string_view symbol : {"!=", "==", "="}) {
      if (term.substr(at).starts_with(symbol)) return Term{term.substr(0, at), symbol, term.substr(at + symbol.size())};
    }
  }
  return std::nullopt;
}

Result<std::string> unescape(std::string_view text) {
  std::string value;
  while (!text.empty()) {
    const Rune rune = first_rune(text);
    if (rune.code == ',' || rune.code == '=') {
      return fail(Status::bad_request("invalid field selector: unescaped character in value: " + std::to_string(rune.code)));
    }
    if (rune.code == '\\') {
      text.remove_prefix(1);
      if (text.empty() || !std::string_view("\\,=").contains(text[0])) {
        std::string sequence = "\\";
        if (!text.empty()) append_utf8(first_rune(text).code, sequence);
        return fail(Status::bad_request("invalid field selector: invalid escape sequence: " + sequence));
      }
      value += text[0];
      text.remove_prefix(1);
      continue;
    }
    value.append(text.substr(0, rune.size));
    text.remove_prefix(rune.size);
  }
  return value;
}

std::string replace_field(std::string_view message, std::string_view field) {
  std::string text(message);
  if (const size_t at = text.find("%s"); at != std::string::npos) text.replace(at, 2, field);
  return text;
}

}  // namespace

Result<FieldSelector> FieldSelector::parse(std::string_view text) {
  std::vector<std::string_view> terms = split_terms(text);
  std::ranges::sort(terms);
  FieldSelector selector;
  for (std::string_view text_of_term : terms) {
    if (text_of_term.empty()) continue;
    const std::optional<Term> term = split_term(text_of_term);
    if (!term) {
      return fail(
          Status::bad_request("invalid selector: '" + std::string(text) + "'; can't understand '" + std::string(text_of_term) + "'"));
    }
    PINTLE_TRY(std::string value, unescape(term->value));
    if (term->field.empty() && value.empty()) continue;
    const auto op = term->symbol == "!=" ? FieldRequirement::Operator::kNotEquals : FieldRequirement::Operator::kEquals;
    selector.requirements_.push_back({std::string(term->field), op, std::move(value)});
  }
  return selector;
}

Result<void> FieldSelector::check(std::span<const std::string_view> supported, std::string_view message) const {
  for (const FieldRequirement& requirement : requirements_) {
    if (std::ranges::find(supported, requirement.field) != supported.end()) continue;
    return fail(Status::bad_request(replace_field(message, requirement.field)));
  }
  return {};
}

bool FieldSelector::matches(std::span<const FieldValue> fields) const {
  return matches([&](std::string_view name) {
    const auto field = std::ranges::find(fields, name, &FieldValue::field);
    return field == fields.end() ? std::string_view() : field->value;
  });
}

std::optional<std::string_view> FieldSelector::requires_exact_match(std::string_view field) const {
  for (const FieldRequirement& requirement : requirements_) {
    if (requirement.field == field && requirement.op == FieldRequirement::Operator::kEquals) return requirement.value;
  }
  return std::nullopt;
}

std::string FieldSelector::to_string() const {
  std::string text;
  for (const FieldRequirement& requirement : requirements_) {
    const bool equals = requirement.op == FieldRequirement::Operator::kEquals;
    text.append(text.empty() ? "" : ",").append(requirement.field).append(equals ? "=" : "!=");
    text.append(escape_field_value(requirement.value));
  }
  return text;
}

std::string escape_field_value(std::string_view value) {
  std::string text;
  for (char c : value) {
    if (std::string_view("\\,=").contains(c)) text += '\\';
    text += c;
  }
  return text;
}

}  // namespace pintle::object
