#include "server/flags.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <map>
#include <optional>

#include "base/check.h"
#include "base/go_text.h"
#include "server/flags_table.h"
#include "server/options_check.h"

namespace pintle::server {
namespace {

std::unexpected<Status> refuse(std::string message) { return fail(Status::bad_request(std::move(message))); }

// The value of `--flag` without one; "" when it needs one.
std::string_view value_when_bare(FlagKind kind) { return kind == FlagKind::kBool || kind == FlagKind::kVersion ? "true" : ""; }

FlagValue default_value(const FlagRow& row, Program program) {
  std::string_view text = row.default_for(program);
  FlagValue value = zero_flag_value(row.kind);
  if (!text.empty()) PINTLE_CHECK(set_flag_value(row.kind, value, text).has_value());
  return value;
}

// Reads the arguments one after the other, as pflag does, into the values of the flags that were given.
class ArgumentReader {
 public:
  ArgumentReader(Program program, std::span<const std::string_view> arguments) : program_(program), rest_(arguments) {}

  Result<void> read() {
    while (!rest_.empty()) {
      std::string_view argument = take();
      if (argument == "--") break;
      if (argument.starts_with("--")) {
        PINTLE_TRY_VOID(read_long(argument));
      } else if (argument.size() > 1 && argument[0] == '-') {
        PINTLE_TRY_VOID(read_short(argument.substr(1)));
      } else {
        positional_.push_back(argument);
      }
    }
    positional_.insert(positional_.end(), rest_.begin(), rest_.end());
    return {};
  }

  const std::map<const FlagRow*, FlagValue>& values() const { return values_; }
  std::vector<std::string>& warnings() { return warnings_; }
  const std::vector<std::string_view>& positional() const { return positional_; }

 private:
  std::string_view take() {
    std::string_view argument = rest_.front();
    rest_ = rest_.subspan(1);
    return argument;
  }

  Result<void> read_long(std::string_view argument) {
    std::string_view name = argument.substr(2);
    if (name.starts_with('-') || name.starts_with('=')) return refuse("bad flag syntax: " + std::string(argument));
    size_t equals = name.find('=');
    std::optional<std::string_view> value;
    if (equals != std::string_view::npos) value = name.substr(equals + 1);
    name = name.substr(0, equals);
    const FlagRow* row = find_flag(program_, name);
    if (row == nullptr) return refuse("unknown flag: --" + std::string(name));
    if (!value) value = next_value(*row);
    if (!value) return refuse("flag needs an argument: --" + std::string(name));
    return assign(*row, *value);
  }

  // `letters`: what stands behind the dash, "v2" or "v=2" or "v".
  Result<void> read_short(std::string_view letters) {
    std::string all(letters);
    while (!letters.empty()) {
      const FlagRow* row = find_shorthand(program_, letters[0]);
      std::string letter = "'" + std::string(1, letters[0]) + "' in -" + all;
      if (row == nullptr) return refuse("unknown shorthand flag: " + letter);
      std::string_view behind = letters.substr(1);
      std::optional<std::string_view> value;
      letters = {};
      if (behind.size() > 1 && behind[0] == '=') {
        value = behind.substr(1);
      } else if (!value_when_bare(row->kind).empty()) {
        value = value_when_bare(row->kind);
        letters = behind;
      } else if (!behind.empty()) {
        value = behind;
      } else {
        value = next_value(*row);
      }
      if (!value) return refuse("flag needs an argument: " + letter);
      PINTLE_TRY_VOID(assign(*row, *value));
    }
    return {};
  }

  std::optional<std::string_view> next_value(const FlagRow& row) {
    if (std::string_view bare = value_when_bare(row.kind); !bare.empty()) return bare;
    if (rest_.empty()) return std::nullopt;
    return take();
  }

  Result<void> assign(const FlagRow& row, std::string_view text) {
    if (auto set = set_flag_value(row.kind, values_[&row], text); !set) {
      std::string shown = row.shorthand ? std::string("-") + row.shorthand + ", --" + std::string(row.name) : "--" + std::string(row.name);
      return refuse("invalid argument " + go_quoted(text) + " for " + go_quoted(shown) + " flag: " + set.error().message());
    }
    if (!row.deprecation.empty()) {
      warnings_.push_back("Flag --" + std::string(row.name) + " has been deprecated, " + std::string(row.deprecation));
    }
    return {};
  }

  Program program_;
  std::span<const std::string_view> rest_;
  std::map<const FlagRow*, FlagValue> values_;
  std::vector<std::string> warnings_;
  std::vector<std::string_view> positional_;
};

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    size_t comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    if (comma == text.size() - 1) parts.emplace_back();
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

// Puts a value into its member of Options. The texts are canonical: they were checked when they were read.
struct Store {
  Options& options;
  const FlagValue& value;
  const FlagRow& row;

  std::string_view text() const { return value.items.front(); }
  int number() const { return static_cast<int>(std::clamp<int64_t>(*parse_go_int(text()), INT_MIN, INT_MAX)); }

  void operator()(std::monostate) const {}
  void operator()(NestedOption set) const { set(options, value); }
  void operator()(bool Options::* member) const { options.*member = text() == "true"; }
  void operator()(int Options::* member) const { options.*member = number(); }
  void operator()(uint32_t Options::* member) const { std::from_chars(text().data(), text().data() + text().size(), options.*member, 8); }
  void operator()(std::string Options::* member) const { options.*member = text(); }
  void operator()(std::vector<std::string> Options::* member) const {
    options.*member = row.kind == FlagKind::kString ? split_at_commas(text()) : value.items;
  }
  void operator()(std::chrono::seconds Options::* member) const {
    options.*member =
        row.kind == FlagKind::kInt ? std::chrono::seconds(number()) : std::chrono::floor<std::chrono::seconds>(*parse_go_duration(text()));
  }
  void operator()(std::chrono::milliseconds Options::* member) const {
    options.*member = std::chrono::floor<std::chrono::milliseconds>(*parse_go_duration(text()));
  }
  void operator()(PortRange Options::* member) const {
    Ports ports = *parse_port_range(text());
    bool empty = ports.last < ports.first;
    options.*member = empty ? PortRange() : PortRange{static_cast<uint16_t>(ports.first), static_cast<uint16_t>(ports.last)};
  }
};

void store(const FlagRow& row, const FlagValue& value, Options& options) { std::visit(Store{options, value, row}, row.destination); }

Result<void> refuse_what_does_not_act(const FlagRow& row, const FlagValue& value, Program program) {
  if (row.acts() || value == default_value(row, program)) return {};
  std::string accepted(row.default_for(program));
  return refuse("--" + std::string(row.name) + " does not act in Pintle yet: it can only be left at its default" +
                (accepted.empty() ? "" : " (" + accepted + ")"));
}

Action action_of(Program program, const std::map<const FlagRow*, FlagValue>& values) {
  auto text = [&](std::string_view name) {
    auto found = values.find(find_flag(program, name));
    return found == values.end() ? std::string("false") : found->second.items.front();
  };
  if (text("help") == "true") return Action::kHelp;
  std::string version = text("version");
  return version == "raw" ? Action::kVersionRaw : version == "true" ? Action::kVersion : Action::kServe;
}

Options default_options(Program program) {
  Options options;
  options.program = program;
  for (const FlagSection& section : flag_sections(program)) {
    for (const FlagRow& row : section.rows) {
      if (row.destination.index() != 0) store(row, default_value(row, program), options);
    }
  }
  return options;
}

// As pflag prints it.
std::string flag_text(const FlagRow& row, const FlagValue& value) {
  std::string text;
  for (const std::string& item : value.items) text.append(text.empty() ? "" : ",").append(item);
  const bool bracketed = row.kind == FlagKind::kStrings || row.kind == FlagKind::kStringArray || row.kind == FlagKind::kInt32s;
  return bracketed ? "[" + text + "]" : text;
}

std::map<std::string, std::string> flag_texts(Program program, const std::map<const FlagRow*, FlagValue>& given) {
  std::map<std::string, std::string> texts;
  for (const FlagSection& section : flag_sections(program)) {
    for (const FlagRow& row : section.rows) {
      const auto found = given.find(&row);
      texts.emplace(row.name, flag_text(row, found == given.end() ? default_value(row, program) : found->second));
    }
  }
  return texts;
}

}  // namespace

Result<CommandLine> parse_command_line(Program program, std::span<const std::string_view> arguments) {
  ArgumentReader reader(program, arguments);
  PINTLE_TRY_VOID(reader.read());
  CommandLine line{.action = action_of(program, reader.values()), .warnings = std::move(reader.warnings())};
  if (line.action != Action::kServe) return line;
  if (!reader.positional().empty()) {
    std::string list;
    for (std::string_view argument : reader.positional()) list += (list.empty() ? "" : " ") + go_quoted(argument);
    return refuse(go_quoted(program == Program::kServe ? "pintle serve" : "kube-apiserver") + " does not take any arguments, got [" + list +
                  "]");
  }
  line.options = default_options(program);
  for (const auto& [row, value] : reader.values()) {
    PINTLE_TRY_VOID(refuse_what_does_not_act(*row, value, program));
    store(*row, value, line.options);
    line.options.given.insert(row->name);
  }
  line.values = flag_texts(program, reader.values());
  PINTLE_TRY_VOID(complete_options(line.options));
  return line;
}

}  // namespace pintle::server
