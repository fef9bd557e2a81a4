#include "object/label_selector_parser.h"

#include <set>

#include "object/field_error.h"
#include "object/validation.h"

namespace pintle::object {
namespace {

enum class Token : uint8_t {
  kError,
  kEnd,
  kClose,
  kComma,
  kNot,
  kDoubleEquals,
  kEquals,
  kGreaterThan,
  kIdentifier,
  kIn,
  kLessThan,
  kNotEquals,
  kNotIn,
  kOpen
};

struct Lexeme {
  Token token = Token::kEnd;
  std::string text;
};

constexpr std::string_view kBinaryOperators = "in, notin, =, ==, !=, gt, lt";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_symbol(char c) { return std::string_view("=!(),><").contains(c); }

// kError when the text is no token of its own.
Token token_of(std::string_view text) {
  if (text == ")") return Token::kClose;
  if (text == ",") return Token::kComma;
  if (text == "!") return Token::kNot;
  if (text == "==") return Token::kDoubleEquals;
  if (text == "=") return Token::kEquals;
  if (text == ">") return Token::kGreaterThan;
  if (text == "in") return Token::kIn;
  if (text == "<") return Token::kLessThan;
  if (text == "!=") return Token::kNotEquals;
  if (text == "notin") return Token::kNotIn;
  if (text == "(") return Token::kOpen;
  return Token::kError;
}

// A NUL byte ends the text wherever a token begins, and an identifier wherever it stands; both as upstream has it.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Lexeme next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size() || text_[at_] == '\0') return {};
    return is_symbol(text_[at_]) ? next_symbol() : next_word();
  }

 private:
  Lexeme next_word() {
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '\0' && !is_symbol(text_[at_]) && !is_space(text_[at_])) ++at_;
    std::string word(text_.substr(begin, at_ - begin));
    if (at_ < text_.size() && text_[at_] == '\0') ++at_;
    const Token token = token_of(word);
    return {token == Token::kError ? Token::kIdentifier : token, std::move(word)};
  }

  // The longest run of symbols that is a token; symbols that never become one are taken too.
  Lexeme next_symbol() {
    Lexeme last{Token::kError, ""};
    std::string run;
    for (; at_ < text_.size() && is_symbol(text_[at_]); ++at_) {
      run += text_[at_];
      const Token token = token_of(run);
      if (token != Token::kError) {
        last = {token, run};
      } else if (last.token != Token::kError) {
        return last;
      }
    }
    if (at_ < text_.size() && text_[at_] == '\0') ++at_;
    if (last.token == Token::kError) last.text = "error expected: keyword found '" + run + "'";
    return last;
  }

  std::string_view text_;
  size_t at_ = 0;
};

std::string found(std::string_view text) { return "found '" + std::string(text) + "'"; }

class Parser {
 public:
  Parser(std::string_view text, RequirementCheck check) : check_(check) {
    Lexer lexer(text);
    do {
      lexemes_.push_back(lexer.next());
    } while (lexemes_.back().token != Token::kEnd);
  }

  Result<std::vector<LabelRequirement>> parse() {
    std::vector<LabelRequirement> requirements;
    while (true) {
      if (peek() == Token::kEnd) return requirements;
      if (!begins_requirement(peek())) return error(found(text()) + ", expected: !, identifier, or 'end of string'");
      auto requirement = parse_requirement();
      if (!requirement) return error("unable to parse requirement: " + requirement.error().message());
      requirements.push_back(*std::move(requirement));
      const Lexeme& separator = take();
      if (separator.token == Token::kEnd) return requirements;
      if (separator.token != Token::kComma) return error(found(separator.text) + ", expected: ',' or 'end of string'");
      if (!begins_requirement(peek())) return error(found(text()) + ", expected: identifier after ','");
    }
  }

 private:
  static bool begins_requirement(Token token) { return token == Token::kIdentifier || token == Token::kNot; }
  static std::unexpected<Status> error(std::string message) { return fail(Status::bad_request(std::move(message))); }

  // Outside of operators, `in` and `notin` are names like any other.
  static Token as_value(Token token) { return token == Token::kIn || token == Token::kNotIn ? Token::kIdentifier : token; }
  Token peek() const { return as_value(lexemes_[at_].token); }
  const std::string& text() const { return lexemes_[at_].text; }
  // The end is never passed.
  const Lexeme& take() { return lexemes_[at_ + 1 < lexemes_.size() ? at_++ : at_]; }

  Result<LabelRequirement> parse_requirement() {
    LabelRequirement requirement;
    const bool negated = peek() == Token::kNot;
    if (negated) take();
    const Token token = peek();
    requirement.key = take().text;
    if (token != Token::kIdentifier) return error(found(requirement.key) + ", expected: identifier");
    if (Messages faults = is_qualified_name(requirement.key); !faults.empty()) return error(key_error(requirement.key, faults));

    if (negated) {
      requirement.op = LabelOperator::kDoesNotExist;
    } else if (peek() != Token::kEnd && peek() != Token::kComma) {
      PINTLE_TRY(requirement.op, parse_operator());
      const bool set = requirement.op == LabelOperator::kIn || requirement.op == LabelOperator::kNotIn;
      PINTLE_TRY(std::set<std::string> values, set ? parse_set() : parse_exact_value());
      requirement.values.assign(values.begin(), values.end());
    }
    PINTLE_TRY_VOID(check_(requirement));
    return requirement;
  }

  static std::string key_error(std::string_view key, const Messages& faults) {
    std::string text;
    for (const std::string& fault : faults) text.append(text.empty() ? "" : "; ").append(fault);
    ErrorList errors;
    errors.invalid(FieldPath(), quoted(key), text);
    return errors.joined();
  }

  Result<LabelOperator> parse_operator() {
    const Lexeme& lexeme = take();
    switch (lexeme.token) {
      case Token::kIn:
        return LabelOperator::kIn;
      case Token::kNotIn:
        return LabelOperator::kNotIn;
      case Token::kEquals:
        return LabelOperator::kEquals;
      case Token::kDoubleEquals:
        return LabelOperator::kDoubleEquals;
      case Token::kNotEquals:
        return LabelOperator::kNotEquals;
      case Token::kGreaterThan:
        return LabelOperator::kGreaterThan;
      case Token::kLessThan:
        return LabelOperator::kLessThan;
      default:
        return error(found(lexeme.text) + ", expected: " + std::string(kBinaryOperators));
    }
  }

  Result<std::set<std::string>> parse_exact_value() {
    if (peek() == Token::kEnd || peek() == Token::kComma) return std::set<std::string>{""};
    if (peek() != Token::kIdentifier) return error(found(text()) + ", expected: identifier");
    return std::set<std::string>{take().text};
  }

  // "(" values ")"; empty values may be left out anywhere.
  Result<std::set<std::string>> parse_set() {
    if (const Lexeme& open = take(); open.token != Token::kOpen) return error(found(open.text) + " expected: '('");
    if (peek() == Token::kClose) {
      take();
      return std::set<std::string>{""};
    }
    if (peek() != Token::kIdentifier && peek() != Token::kComma) return error(found(text()) + ", expected: ',', ')' or identifier");
    const std::string first = text();
    PINTLE_TRY(std::set<std::string> values, parse_values());
    if (take().token != Token::kClose) return error(found(first) + ", expected: ')'");
    return values;
  }

  Result<std::set<std::string>> parse_values() {
    std::set<std::string> values;
    while (true) {
      const Token token = peek();
      const std::string& value = take().text;
      if (token == Token::kIdentifier) {
        values.insert(value);
        if (peek() == Token::kClose) return values;
        if (peek() != Token::kComma) return error(found(text()) + ", expected: ',' or ')'");
      } else if (token == Token::kComma) {
        if (values.empty()) values.insert("");
        if (peek() == Token::kComma || peek() == Token::kClose) values.insert("");
        if (peek() == Token::kClose) return values;
      } else {
        return error(found(value) + ", expected: ',', or identifier");
      }
    }
  }

  RequirementCheck check_;
  std::vector<Lexeme> lexemes_;
  size_t at_ = 0;
};

}  // namespace

Result<std::vector<LabelRequirement>> parse_label_requirements(std::string_view text, RequirementCheck check) {
  return Parser(text, check).parse();
}

}  // namespace pintle::object
